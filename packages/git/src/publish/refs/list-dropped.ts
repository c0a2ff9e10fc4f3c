import { PUSHED_LIMITS } from "../../limits/process-limits.ts";
import { type GitRun, runGit } from "../../run-git.ts";

const MAX_COMMITS = 10_000;

/** The commits that are in the history of the one and not of the other; both must be in the repository. */
export async function listDropped(
  where: Pick<GitRun, "repositoryPath" | "as">,
  { from, to }: { from: string; to: string },
): Promise<string[]> {
  const args = ["rev-list", `--max-count=${MAX_COMMITS}`, from, "--not", to, "--"];
  return (await runGit({ ...where, args, limits: PUSHED_LIMITS })).split("\n").filter(Boolean);
}
