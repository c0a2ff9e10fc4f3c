import type { Account } from "./account.ts";

/** One thing that moved a branch. */
export interface Activity {
  id: number;
  ref: string;
  /** null: it wasn't there. */
  before: string | null;
  /** null: it is gone. */
  after: string | null;
  at: Date;
  actor: Account;
  isForced: boolean;
}
