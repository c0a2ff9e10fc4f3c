import type { Account } from "./account.ts";

/** People of an organisation, under a name. */
export interface Team {
  id: number;
  organization: Account;
  slug: string;
  memberIds: Set<number>;
}
