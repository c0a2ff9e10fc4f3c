import { runGit } from "../git/run-git.ts";
import type { RefChange } from "../git/watch-refs.ts";
import type { Repository } from "../state/repository.ts";
import { listNewCommits } from "./new-commits.ts";

/** Shapes of tokens that GitHub knows as its own; others are left out. */
const SECRET = "(ghp|gho|ghs|ghr)_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{82}";

/** Where new commits have something shaped like a token, in a repository whose pushes are protected. */
export async function findSecrets(repository: Repository, change: RefChange) {
  if (!repository.isPushProtected || change.after === null) {
    return [];
  }
  const found: { sha: string; place: string }[] = [];
  for (const sha of await listNewCommits(repository, change)) {
    const log = ["log", "-1", "--no-color", "--format=", "--name-only", `--pickaxe-regex`, `-S${SECRET}`, sha];
    const paths = (await runGit(repository.folder, log)).split("\n").filter((line) => line !== "");
    found.push(...paths.map((place) => ({ sha, place })));
  }
  return found;
}
