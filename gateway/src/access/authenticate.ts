import type { Grant } from "@catalyst/core";
import type { Logger } from "pino";
import { Refusal } from "../http/refusal.ts";
import type { TokenBucket } from "../limits/token-bucket.ts";
import type { GrantLookup } from "./grant-lookup.ts";

export interface AuthenticateDeps {
  grantLookup: GrantLookup;
  /** How often requests that belong to no execution are logged. */
  strangers: TokenBucket;
  log: Logger;
}

/** The live grant of a request's token. Refuses what has none; `what` names the request in the log. */
export async function authenticate(
  token: string | null,
  what: string,
  deps: AuthenticateDeps,
): Promise<{ token: string; grant: Grant }> {
  if (token === null) {
    throw new Refusal("unauthenticated", "The request carries no execution token.");
  }
  const grant = await deps.grantLookup.find(token).catch((cause: unknown) => {
    throw new Refusal("unavailable", "The gateway can't check the execution token now: its database doesn't answer.", {
      cause,
      retryAfterSeconds: 1,
    });
  });
  if (grant === null) {
    logDeadToken(what, deps);
    throw new Refusal("unauthenticated", "The execution token is not valid: its execution ended, or it never was one.");
  }
  return { token, grant };
}

/** There is no execution to record an event for; a flood of such requests must not become a flood of log lines. */
function logDeadToken(path: string, { log, strangers }: AuthenticateDeps): void {
  if (strangers.take(1) === 0) {
    log.warn({ path: path.slice(0, 100) }, "request with a dead or unknown token");
  }
}
