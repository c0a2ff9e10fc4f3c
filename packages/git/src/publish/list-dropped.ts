import { type GitRun, runGit } from "../run-git.ts";
import { LIMITS } from "./open-target.ts";

const MAX_COMMITS = 10_000;

/** The commits that are in the history of the one and not of the other; both must be in the repository. */
export async function listDropped(
  where: Pick<GitRun, "repositoryPath" | "as">,
  { from, to }: { from: string; to: string },
): Promise<string[]> {
  const args = ["rev-list", `--max-count=${MAX_COMMITS}`, from, "--not", to, "--"];
  return (await runGit({ ...where, args, limits: LIMITS })).split("\n").filter(Boolean);
}
