import { ForbiddenAddressError } from "@catalyst/machine";
import { RequestError } from "@octokit/request-error";
import { UnreadableAnswer } from "../http/unreadable-answer.ts";
import { classifyFault } from "./classify-fault.ts";
import { GitHubFault } from "./github-fault.ts";
import { type Clock, readPollSeconds } from "./rate-limit.ts";
import { readAnswered } from "./read-answer.ts";

/** What went wrong with a request, whatever was thrown. What was thrown otherwise says that nobody knows what became of it. */
export function readFault(error: unknown, clock: Clock): GitHubFault {
  if (error instanceof GitHubFault) {
    return error;
  }
  if (error instanceof RequestError && error.response !== undefined) {
    const { status, headers, data } = error.response;
    const answered = readAnswered(status, headers, data);
    const { invalid } = answered;
    return new GitHubFault(classifyFault(answered, clock), { status, invalid, pollSeconds: readPollSeconds(headers) });
  }
  const isForbidden = [error, (error as Error | null)?.cause].some((each) => each instanceof ForbiddenAddressError);
  if (isForbidden) {
    return new GitHubFault({ kind: "refused", reason: "its address isn't one that may be asked" });
  }
  const reasons = [error, (error as Error | null)?.cause].map(describeCause);
  const reason = reasons.find((each) => each !== null) ?? "it can't be reached";
  return new GitHubFault({ kind: "outage", reason });
}

function describeCause(error: unknown): string | null {
  if (error instanceof UnreadableAnswer) {
    return error.message;
  }
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  if (name === "TimeoutError") {
    return "it didn't answer in time";
  }
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") {
    return "it answered too much";
  }
  return typeof code === "string" && /^[A-Z_]{1,50}$/.test(code) ? `it can't be reached (${code})` : null;
}
