import type { ForgeProblem } from "@catalyst/core";
import { z } from "zod";
import { cleanWords } from "./clean-words.ts";
import { GitHubFault } from "./github-fault.ts";
import { type Clock, findWait } from "./rate-limit.ts";

const Words = z.string().transform(cleanWords);

/** What GraphQL says in place of what was asked for, or of a part of it. */
const Errors = z.object({
  errors: z.array(z.object({ type: z.string().optional().catch(undefined), message: Words.catch("") })).min(1),
});

/** Throws `GitHubFault` where GraphQL, which answers 200 to everything, didn't do all that it was asked for. */
export function refuseErrors(data: unknown, headers: Readonly<Record<string, unknown>>, clock: Clock): void {
  const [first] = Errors.safeParse(data).data?.errors ?? [];
  if (first !== undefined) {
    throw new GitHubFault(meaningOf(first, headers, clock), { status: 200 });
  }
}

function meaningOf(
  { type, message }: { type?: string; message: string },
  headers: Readonly<Record<string, unknown>>,
  clock: Clock,
): ForgeProblem {
  switch (type) {
    case "NOT_FOUND":
      return { kind: "not_found" };
    case "FORBIDDEN":
    case "INSUFFICIENT_SCOPES":
      return { kind: "forbidden", permission: null };
    case "RATE_LIMITED":
      return {
        kind: "rate_limited",
        until: findWait({ status: 429, headers, message, invalid: [] }, clock) ?? clock.now,
      };
    case "SERVICE_UNAVAILABLE":
    case "INTERNAL":
      return { kind: "outage", reason: message };
    default:
      return /^Something went wrong|timeout/i.test(message)
        ? { kind: "outage", reason: message }
        : { kind: "refused", reason: message };
  }
}
