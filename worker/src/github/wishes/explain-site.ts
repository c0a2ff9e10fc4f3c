import { CatalystError, type CatalystErrorCode, ForgeAway } from "@catalyst/core";
import { GitHubFault } from "@catalyst/github";

/** What was tried at which GitHub, and what it means there that something isn't found. */
export interface Attempt {
  /** As the beginning of a sentence: "Adding the App". */
  what: string;
  host: string;
  /** In the place of "it isn't there". */
  notFound?: string;
}

const CODES: Partial<Record<string, CatalystErrorCode>> = { not_found: "not_found", gone: "not_found" };

/** Does something at a GitHub for a person who waits for it. Throws a `CatalystError` with what is wrong there. */
export async function explainSite<Result>(attempt: Attempt, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { what, host } = attempt;
    if (error instanceof ForgeAway) {
      throw new CatalystError("unavailable", `${what} failed: ${host} is away. ${error.message}`, { cause: error });
    }
    if (!(error instanceof GitHubFault)) {
      throw error;
    }
    const { problem } = error;
    const code = CODES[problem.kind] ?? "unavailable";
    const way = code === "unavailable" ? ({ kind: "wait" } as const) : undefined;
    throw new CatalystError(code, `${what} failed: ${describe(error, attempt)}.`, { cause: error, way });
  }
}

function describe({ problem }: GitHubFault, { host, notFound }: Attempt): string {
  switch (problem.kind) {
    case "not_found":
    case "gone":
      return notFound ?? `${host} doesn't have it, or doesn't show it`;
    case "unauthorized":
      return `${host} doesn't take the App's key`;
    case "rate_limited":
      return `${host} was asked too much, and answers again after ${problem.until.toISOString()}`;
    case "outage":
      return `${host} can't be reached, or fails by itself: ${problem.reason}`;
    case "refused":
      return `${host} refused it: ${problem.reason}`;
    case "uninstalled":
      return `the App isn't installed there, or is suspended`;
    default:
      return `${host} doesn't allow it`;
  }
}
