import type { GitHubLook, LookOutcome } from "./github-look.ts";

/** What is looked at at GitHubs, however many workers look: each thing is looked at by one at a time. */
export interface GitHubLookStore {
  /**
   * Has every repository looked at that an installation of an App shows and that takes something, no others, and of each App what it
   * was told in vain. How far something was read stays.
   */
  ensure(): Promise<void>;
  /** How many repositories of the App are looked at. */
  countPlaces(appId: string): Promise<number>;
  /** What has been due for longest, for so long as the lease lasts. null: nothing is. */
  claimNext(input: { leaseSeconds: number }): Promise<GitHubLook | null>;
  /** Has the lease last so long from now. False: it was claimed anew meanwhile, is over, or is gone. */
  renew(look: Pick<GitHubLook, "id" | "claims">, input: { leaseSeconds: number }): Promise<boolean>;
  /** Says what a look came to. False: it was claimed anew meanwhile, or is gone, and nothing was done. */
  settle(look: Pick<GitHubLook, "id" | "claims">, outcome: LookOutcome): Promise<boolean>;
}
