import { GitHubFault } from "../faults/github-fault.ts";
import type { Asker } from "./asker.ts";
import type { GitHubApp } from "./open-app.ts";
import {
  type MintedStep,
  mintStep,
  type ReachedRepository,
  seeRepository,
  type TokenScope,
  type TokenStep,
  withToken,
} from "./with-token.ts";

/** GitHub's tokens end after an hour. One by which something can be changed is kept for what follows at once. */
const KEEP_MILLISECONDS = { reads: 45 * 60_000, writes: 10 * 60_000 };
/** How long it counts what a repository is called and who may see it. Git goes by that name, and asks anew each time. */
const SEEN_MILLISECONDS = { contents: 0, others: 10_000 };

/** Tokens that are used again and again. They are in this process alone. */
export interface KeptTokens {
  /** As `withToken`, with a token that is kept for the next time. Throws as that does. */
  use<Result>(app: GitHubApp, scope: TokenScope, work: (step: TokenStep) => Promise<Result>): Promise<Result>;
  /** Gives all of them back. */
  close(): Promise<void>;
}

interface Kept {
  minted: Promise<MintedStep>;
  until: number;
  seen: Promise<ReachedRepository>;
  seenAt: number;
  /** Those who use it: it is given back once the last of them is done. */
  users: number;
}

export function openKeptTokens(): KeptTokens {
  const tokens = new Map<string, Kept>();
  const giveBack = (kept: Kept) => kept.minted.then(({ revoke }) => revoke()).catch(() => undefined);
  const forget = (key: string, kept: Kept) => {
    if (tokens.get(key) === kept) {
      tokens.delete(key);
    }
  };
  const drop = async (key: string, kept: Kept) => {
    forget(key, kept);
    await (kept.users === 0 ? giveBack(kept) : undefined);
  };
  const find = (key: string, app: GitHubApp, scope: TokenScope) => {
    const now = app.now().getTime();
    const over = [...tokens].filter(([, { until }]) => until <= now);
    void Promise.all(over.map(([name, kept]) => drop(name, kept)));
    const kept = tokens.get(key) ?? open(mintStep(app, scope), { now, until: now + keptFor(scope) });
    tokens.set(key, kept);
    kept.minted.catch(() => forget(key, kept));
    return kept;
  };
  return {
    async use(app, scope, work) {
      // A person's is theirs to take back at any time, and isn't minted.
      if (app.person !== null) {
        return withToken(app, scope, work);
      }
      const key = JSON.stringify([app.api.url, app.id, scope]);
      const tryOnce = async () => {
        const kept = find(key, app, scope);
        kept.users += 1;
        try {
          const { step } = await kept.minted;
          const repository = await see(kept, step, { now: app.now().getTime(), counts: seenFor(scope) });
          return await work({ ...step, repository });
        } catch (error) {
          // One that was minted anew is as good, and knows what the repository is called by now.
          if (!isOfForge(error)) {
            forget(key, kept);
          }
          throw error;
        } finally {
          kept.users -= 1;
          if (tokens.get(key) !== kept) {
            await drop(key, kept);
          }
        }
      };
      try {
        return await tryOnce();
      } catch (error) {
        if (error instanceof GitHubFault && error.problem.kind === "unauthorized") {
          return tryOnce();
        }
        throw error;
      }
    },
    async close() {
      await Promise.all([...tokens].map(([key, kept]) => drop(key, kept)));
    },
  };
}

function open(minted: Promise<MintedStep>, { now, until }: { now: number; until: number }): Kept {
  const seen = minted.then(({ step }) => step.repository);
  seen.catch(() => undefined);
  return { minted, until, seen, seenAt: now, users: 0 };
}

/**
 * The repository as it is by now: it may have another name, be archived, or be seen by everybody. Throws `unauthorized` where it isn't found by
 * the name that it had, which is another's: a token that is minted anew knows the present one.
 */
function see(
  kept: Kept,
  { asker, repository }: TokenStep,
  { now, counts }: { now: number; counts: number },
): Promise<ReachedRepository> {
  if (now - kept.seenAt < counts) {
    return kept.seen;
  }
  const before = kept.seen;
  const seen = seeAgain(asker, before, repository.id);
  [kept.seen, kept.seenAt] = [seen, now];
  seen.catch(() => {
    [kept.seen, kept.seenAt] = [before, Number.NEGATIVE_INFINITY];
  });
  return seen;
}

async function seeAgain(asker: Asker, before: Promise<ReachedRepository>, id: number): Promise<ReachedRepository> {
  const known = await before;
  const seen = await seeRepository(asker, known).catch((error: unknown) => {
    throw isOfForge(error) ? error : new GitHubFault(LOST, { cause: error });
  });
  if (seen.id !== id) {
    throw new GitHubFault(LOST);
  }
  return seen;
}

const LOST = { kind: "unauthorized" } as const;

function keptFor({ permissions }: TokenScope): number {
  return Object.values(permissions).includes("write") ? KEEP_MILLISECONDS.writes : KEEP_MILLISECONDS.reads;
}

function seenFor({ permissions }: TokenScope): number {
  return "contents" in permissions ? SEEN_MILLISECONDS.contents : SEEN_MILLISECONDS.others;
}

/** It says nothing of the token by which it was asked. */
function isOfForge(error: unknown): boolean {
  return error instanceof GitHubFault && ["outage", "rate_limited"].includes(error.problem.kind);
}
