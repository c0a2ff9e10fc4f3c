import type { ForgePermission } from "../../account/forge-permission.ts";
import type { ReviewNow, SubjectNow } from "../decide/facts.ts";
import type { FailedCheck } from "../decide/unasked/failed-check.ts";
import type { ForgeEvent } from "../signal/read/event-rules.ts";
import type { SignalAccount } from "../signal/signal.ts";

/**
 * What must be asked of a forge about one repository before something is decided, each time anew. Throws `ForgeAway` where the
 * forge can't be asked, and nothing for what it answers.
 */
export interface ForgeReader {
  /** What the account may do there. `none` as well where the forge doesn't say it of this very account: logins change hands. */
  findPermission(account: SignalAccount): Promise<ForgePermission>;
  /** The account of a number, as it is called by now; null: there is none. */
  findAccount(id: string): Promise<SignalAccount | null>;
  /** The newest hundred of an issue or pull request, in any order. The list may lag behind what requests tell. */
  listEvents(number: number): Promise<ForgeEvent[]>;
  /** null: it isn't there, or not shown to us. */
  readSubject(number: number): Promise<SubjectNow | null>;
  /** A review with its comments; null: it isn't there. */
  readReview(of: { number: number; reviewId: string }): Promise<ReviewNow | null>;
  /** The checks of a commit that failed; none as well where they aren't shown to us. */
  listFailedChecks(commit: string): Promise<FailedCheck[]>;
  /** The number of a label of this name; null: there is none. */
  findLabel(name: string): Promise<string | null>;
  /** Who wrote the comment on code, by number; null: it isn't there, or they are gone. */
  findCodeCommenter(commentId: string): Promise<string | null>;
}

/** Does something with what reads a repository, and with the rights for that alone. null: the repository isn't shown to us. */
export type WithReader = <Result>(work: (reader: ForgeReader) => Promise<Result>) => Promise<Result | null>;
