import type { IncomingMessage } from "node:http";
import type { FoundRoute } from "../http/find-route.ts";
import type { Refusal } from "../http/problem-of.ts";
import { refusalOfError } from "../http/refusal-of-error.ts";
import { checkScope } from "../keys/check-scope.ts";
import type { AnswerHead, LimitKeys } from "../keys/limit-keys.ts";
import type { ServerDeps } from "../server-deps.ts";
import type { RightWatch } from "./watch-rights.ts";
import { type Asker, NOBODY, type WhoAsks } from "./who-asks.ts";

export interface IdentifyDeps extends Pick<ServerDeps, "isOutage" | "log"> {
  whoAsks: WhoAsks;
  rightWatch: RightWatch;
  limitKey: LimitKeys;
}

export interface Identified {
  /** null: nobody, or anybody is answered. */
  asker: Asker | null;
  refusal: Refusal | null;
  /** How many ends of rights had been told before it was asked. */
  since: number;
}

/** Who asks for a route, and whether what they ask by is for it; the answer's head tells a key how much of its limit is left. */
export async function identify(
  { operation, route }: Pick<FoundRoute, "operation" | "route">,
  { request, response }: { request: IncomingMessage; response: AnswerHead },
  { whoAsks, rightWatch, limitKey, ...deps }: IdentifyDeps,
): Promise<Identified> {
  const since = rightWatch.count();
  if (route.isOpen === true) {
    return { asker: null, refusal: null, since };
  }
  try {
    const asker = await whoAsks(request);
    const refusal = asker === null ? NOBODY : ((await limitKey(asker, response)) ?? checkScope(operation, asker));
    return { asker, refusal, since };
  } catch (error) {
    return { asker: null, refusal: refusalOfError(error, deps), since };
  }
}
