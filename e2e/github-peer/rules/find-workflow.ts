import type { Caller } from "../auth/caller.ts";
import { askGit } from "../git/run-git.ts";
import type { RefChange } from "../git/watch-refs.ts";
import { holds } from "../state/app.ts";
import type { Repository } from "../state/repository.ts";

const FOLDER = ".github/workflows";

/**
 * A workflow file that an App without the permission for it would change; null: none. It is enough that the branch's
 * workflows aren't those that it had or the default branch has: a branch that merely lags behind is refused, too.
 */
export async function findChangedWorkflow(
  { folder, defaultBranch }: Repository,
  caller: Caller,
  { before, after }: RefChange,
): Promise<string | null> {
  if (caller.kind !== "installation" || holds(caller.token.permissions, "workflows", "write") || after === null) {
    return null;
  }
  const differences = [];
  for (const known of [...(before ? [before] : []), `refs/heads/${defaultBranch}`]) {
    differences.push((await askGit(folder, ["diff", "--name-only", known, after, "--", FOLDER])) ?? "");
  }
  return differences.includes("") ? null : (differences[0]?.split("\n")[0] ?? null);
}
