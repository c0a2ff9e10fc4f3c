import { readFile, rm, writeFile } from "node:fs/promises";
import type { Git } from "./git.ts";

/**
 * Takes out of git's list of commits whose history isn't there (`shallow`) those whose parents are there: of them only the agent can
 * have said it, and the gateway takes no push that would cut off history.
 */
export async function mendShallow(git: Git, path: string): Promise<void> {
  const listed = await readFile(path, "latin1").catch(() => "");
  const commits = listed.split("\n").filter((line) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(line));
  if (commits.length === 0) {
    return rm(path, { force: true });
  }
  // git takes what the list names for commits without parents.
  await writeFile(path, "");
  const cut = new Set(await findCut(git, commits).catch(() => commits));
  await (cut.size === 0 ? rm(path) : writeFile(path, toLines([...cut])));
  const whole = commits.filter((commit) => !cut.has(commit));
  if (whole.length > 0) {
    // Parents may be there without what came before them.
    const count = git.exchange(toLines(whole), "rev-list", "--count", "--ignore-missing", "--stdin");
    await count.catch(() => writeFile(path, toLines(commits)));
  }
}

/** Those of the commits that have a parent which isn't there. */
async function findCut(git: Git, commits: string[]): Promise<string[]> {
  const format = ["--no-commit-header", "--format=%H %P"];
  const said = await git.exchange(toLines(commits), "rev-list", "--no-walk", "--ignore-missing", "--stdin", ...format);
  const families = said
    .toString()
    .split("\n")
    .filter(Boolean)
    .map((line) => line.trim().split(" "));
  const parents = [...new Set(families.flatMap(([, ...rest]) => rest))];
  const checked = (await git.exchange(toLines(parents), "cat-file", "--batch-check")).toString().split("\n");
  const missing = new Set(checked.filter((line) => line.endsWith(" missing")).map((line) => line.split(" ")[0]));
  return families.flatMap(([commit = "", ...rest]) => (rest.some((parent) => missing.has(parent)) ? [commit] : []));
}

function toLines(objects: string[]): string {
  return objects.map((object) => `${object}\n`).join("");
}
