import { GitHubFault } from "../faults/github-fault.ts";
import type { GitHubApp } from "./open-app.ts";
import { type MintedStep, mintStep, type TokenScope, type TokenStep, withToken } from "./with-token.ts";

/** GitHub's tokens end after an hour. */
const KEEP_MILLISECONDS = 45 * 60_000;

/** Tokens that are used again and again, for who only looks. They are in this process alone. */
export interface KeptTokens {
  /** As `withToken`, with a token that is kept for the next time. Throws as that does. */
  use<Result>(app: GitHubApp, scope: TokenScope, work: (step: TokenStep) => Promise<Result>): Promise<Result>;
  /** Gives all of them back. */
  close(): Promise<void>;
}

interface Kept {
  minted: Promise<MintedStep>;
  until: number;
}

export function openKeptTokens(): KeptTokens {
  const tokens = new Map<string, Kept>();
  const drop = async (key: string) => {
    const kept = tokens.get(key);
    tokens.delete(key);
    await kept?.minted.then(({ revoke }) => revoke()).catch(() => undefined);
  };
  const find = async (key: string, app: GitHubApp, scope: TokenScope) => {
    const kept = tokens.get(key);
    if (kept !== undefined && kept.until > app.now().getTime()) {
      return kept.minted;
    }
    await drop(key);
    const minted = mintStep(app, scope);
    tokens.set(key, { minted, until: app.now().getTime() + KEEP_MILLISECONDS });
    return minted;
  };
  return {
    async use(app, scope, work) {
      // A person's is theirs to take back at any time, and isn't minted.
      if (app.person !== null) {
        return withToken(app, scope, work);
      }
      const key = JSON.stringify([app.api.url, app.id, scope]);
      const tryOnce = async () => {
        try {
          return await work((await find(key, app, scope)).step);
        } catch (error) {
          // Whatever it is by: one that was minted anew is as good, and knows what the repository is called by now.
          await drop(key);
          throw error;
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
      await Promise.all([...tokens.keys()].map(drop));
    },
  };
}
