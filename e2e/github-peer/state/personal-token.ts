import type { Account } from "./account.ts";
import type { Permissions } from "./app.ts";

/** A fine-grained token of a person, for some of what they may. */
export interface PersonalToken {
  account: Account;
  repositoryIds: ReadonlySet<number>;
  permissions: Permissions;
  /** null: it has no end. */
  endsAt: Date | null;
}
