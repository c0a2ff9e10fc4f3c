import { askGit, type GitRun, runGit } from "../run-git.ts";

/** More are not looked at one by one. */
const MAX_TIPS = 1000;
const TAGS = "refs/tags/";

/** Each ref with the object that it is at. */
export type Tips = ReadonlyMap<string, string>;

/** Of all refs, or of those below these. */
export async function listTips(where: Pick<GitRun, "repositoryPath" | "as">, ...below: string[]): Promise<Tips> {
  const args = ["for-each-ref", "--format=%(objectname) %(refname)", ...below];
  const lines = (await runGit({ ...where, args })).split("\n").filter(Boolean);
  return new Map(lines.map((line) => [line.slice(line.indexOf(" ") + 1), line.slice(0, line.indexOf(" "))]));
}

/** Whether refs led to something before that none leads to now. */
export async function hasDropped(repositoryPath: string, before: Tips): Promise<boolean> {
  const now = await listTips({ repositoryPath });
  const moved = [...before].filter(([ref, object]) => now.get(ref) !== object);
  if (moved.some(([ref]) => ref.startsWith(TAGS)) || moved.length > MAX_TIPS) {
    return true;
  }
  const commits = moved.map(([, commit]) => commit);
  if (commits.length === 0) {
    return false;
  }
  const args = ["rev-list", "--max-count=1", ...commits, "--not", "--branches", "--tags"];
  const { ok, output } = await askGit({ args, repositoryPath });
  return !ok || output !== "";
}
