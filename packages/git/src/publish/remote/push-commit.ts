import { type BranchProblem, CatalystError, type PublishBranchInput } from "@catalyst/core";
import { resultPath } from "../../paths.ts";
import type { Reach } from "../../remote/reach.ts";
import { type Remote, runRemote } from "../../remote/run-remote.ts";
import { GitFailure } from "../../run-git.ts";
import { readRefusal } from "./read-refusal.ts";

const QUIETLY = ["push", "--quiet", "--no-verify", "--no-signed", "--no-follow-tags", "--recurse-submodules=no"];

export interface Push {
  remote: Remote;
  reach: Reach;
  input: PublishBranchInput;
  /** Where the branch was looked at; null: it wasn't there. */
  from: string | null;
}

interface Wish {
  /** null: the ref is to be gone. */
  commit: string | null;
  ref: string;
  /** Where the ref was looked at; null: it wasn't there. */
  from?: string | null;
  /** Wherever it is: the ref is nobody's but ours. */
  isForced?: boolean;
}

/** Puts a ref to a commit of the result. What the repository says no with; null: it is done. Throws like `runRemote`. */
export async function pushCommit(
  { remote, reach, input }: Push,
  { commit, ref, from = null, isForced = false }: Wish,
): Promise<BranchProblem | null> {
  const lease = isForced ? "--force" : `--force-with-lease=${ref}:${from ?? ""}`;
  const args = [...QUIETLY, lease, "--", remote.url, `${commit ?? ""}:${ref}`];
  try {
    await runRemote(remote, { args, repositoryPath: resultPath(reach.home, input.executionId) });
    return null;
  } catch (error) {
    const { cause } = error as CatalystError;
    const refusal = error instanceof CatalystError && cause instanceof GitFailure ? readRefusal(cause.message) : null;
    if (refusal === null) {
      throw error;
    }
    return refusal.kind === "moved" ? { kind: "elsewhere", commit: from } : refusal;
  }
}
