import { setTimeout } from "node:timers/promises";
import { CatalystError } from "@catalyst/core";
import { GitFailure } from "../../run-git.ts";

/** In milliseconds. */
const PAUSES = [2000, 8000, 30_000];
/** What may have been done all the same, or will be when it is tried once more. */
const PASSES =
  /returned error: (?:5\d\d|429)|RPC failed|hung up unexpectedly|early EOF|timed out|Connection (?:reset|refused)|Could not (?:resolve|connect)|Couldn't connect|Failed to connect|unexpected disconnect|CONNECT tunnel failed, response 50\d/i;

/**
 * Does something at a repository elsewhere that looks before it makes anything, again after a while where that fails as it may pass by
 * itself. Throws as `work` does, at the last.
 */
export async function waitOut<Result>(
  work: () => Promise<Result>,
  { pauses = PAUSES }: { pauses?: readonly number[] } = {},
): Promise<Result> {
  for (const pause of pauses) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error)) {
        throw error;
      }
    }
    await setTimeout(pause);
  }
  return work();
}

function mayPass(error: unknown): boolean {
  const cause = error instanceof CatalystError ? error.cause : null;
  return cause instanceof GitFailure && PASSES.test(cause.message);
}
