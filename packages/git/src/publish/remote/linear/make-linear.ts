import { join } from "node:path";
import type { PublishBranchInput, RemadeCommit } from "@catalyst/core";
import { PUSHED_LIMITS } from "../../../limits/process-limits.ts";
import { refreshMirror } from "../../../mirror/refresh-mirror.ts";
import { createObjectReader } from "../../../objects/object-reader.ts";
import type { Commit } from "../../../objects/parse-commit.ts";
import { mirrorPath, resultPath } from "../../../paths.ts";
import type { Reach } from "../../../remote/reach.ts";
import { askGit, runGit } from "../../../run-git.ts";
import { straighten } from "./straighten.ts";

/** Each has to be compared with all before it. */
const MAX_COMMITS = 1000;

/**
 * The result as a history without merges, in the repository that keeps it: which commit has what each checked one did. Empty where it stays
 * as it is: it has no merges, commits of others would have to be made anew with it, or it can't be one line. Whether that is taken
 * is the repository's to say.
 */
export async function makeLinear(reach: Reach, input: PublishBranchInput): Promise<RemadeCommit[]> {
  await refreshMirror(input.repo, reach);
  const repositoryPath = resultPath(reach.home, input.executionId);
  const mirror = mirrorPath(reach.home, input.repo.id);
  const place: Place = { repositoryPath, env: { GIT_ALTERNATE_OBJECT_DIRECTORIES: join(mirror, "objects") }, mirror };
  const ids = await listUnshared(place, input);
  const commits = await readCommits(place, ids);
  const hasMerges = [...commits.values()].some(({ parents }) => parents.length > 1);
  if (!hasMerges || ids.length > MAX_COMMITS || (await hasForeign(place, input, ids))) {
    return [];
  }
  return (await straighten({ ...actIn(place), head: input.headCommit, commits })) ?? [];
}

interface Place {
  repositoryPath: string;
  mirror: string;
  env: Record<string, string>;
}

/** What no other branch there has, parents before their children. */
async function listUnshared(
  { mirror, ...where }: Place,
  { branch, headCommit }: PublishBranchInput,
): Promise<string[]> {
  const format = "--format=%(refname) ^%(objectname)";
  const listed = await runGit({ args: ["for-each-ref", format, "refs/heads", "refs/tags"], repositoryPath: mirror });
  const others = listed.split("\n").filter((line) => line !== "" && !line.startsWith(`refs/heads/${branch} `));
  const input = [headCommit, ...others.map((line) => line.slice(line.lastIndexOf(" ") + 1)), ""].join("\n");
  const args = ["rev-list", "--topo-order", "--reverse", "--stdin"];
  return (await runGit({ ...where, args, input, limits: PUSHED_LIMITS })).split("\n").filter(Boolean);
}

async function readCommits(place: Place, ids: readonly string[]): Promise<Map<string, Commit>> {
  const reader = createObjectReader(place);
  try {
    const commits = new Map<string, Commit>();
    for (const id of ids) {
      commits.set(id, await reader.commit(id));
    }
    return commits;
  } finally {
    reader.close();
  }
}

/** Whether the branch has one of them already that the task didn't make. */
async function hasForeign(
  { mirror }: Place,
  { branch, ownCommits }: PublishBranchInput,
  ids: readonly string[],
): Promise<boolean> {
  const args = ["rev-list", `--max-count=${MAX_COMMITS}`, `refs/heads/${branch}`, "--"];
  const { ok, output } = await askGit({ args, repositoryPath: mirror });
  const published = new Set(ok ? output.split("\n") : []);
  const own = new Set(ownCommits);
  return ids.some((id) => published.has(id) && !own.has(id));
}

function actIn({ mirror: _mirror, ...where }: Place) {
  return {
    contains: async (commit: string, ancestor: string) =>
      (await askGit({ ...where, args: ["merge-base", "--is-ancestor", ancestor, commit] })).ok,
    async write({ tree, parents, author, committer, message }: Commit): Promise<string> {
      const headers = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), `author ${author}`];
      const input = `${[...headers, `committer ${committer}`].join("\n")}\n\n${message}`;
      return (await runGit({ ...where, args: ["hash-object", "-t", "commit", "-w", "--stdin"], input })).trim();
    },
  };
}
