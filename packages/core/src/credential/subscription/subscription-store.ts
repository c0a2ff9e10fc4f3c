import type { SubscriptionLimit } from "./subscription.ts";

/**
 * How a refresh may go on. `unknown`: one began before and never told how it ended, so that its token may be spent.
 * `too_soon`: the tokens are younger than was asked for.
 */
export type RefreshBegin = "begun" | "unknown" | "too_soon";

/** What the gateway keeps of subscriptions beside their envelopes. */
export interface SubscriptionStore {
  /** Runs the work while nobody else refreshes this credential, on whatever machine. Throws where that takes too long. */
  withRefreshLock<Result>(id: string, work: () => Promise<Result>): Promise<Result>;
  /** For who holds the lock: notes that a refresh is about to be asked for, before it is. */
  beginRefresh(id: string, oldEnough: { minAgeSeconds: number }): Promise<RefreshBegin>;
  /** The refresh that began had no effect. */
  undoRefresh(id: string): Promise<void>;
  /** Nothing can be asked with it before it is signed in anew; `reason` is a sentence. */
  requireSignIn(id: string, reason: string): Promise<void>;
  noteLimit(id: string, limit: SubscriptionLimit): Promise<void>;
}
