import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { notFound } from "../door/refusal.ts";
import { findObject } from "../git/refs.ts";
import { runGit } from "../git/run-git.ts";
import { readPull } from "../pulls/pull-call.ts";
import type { RepositoryCall } from "../route.ts";
import type { Repository } from "../state/repository.ts";
import { viewCommit } from "../views/view-commit.ts";

export async function answerCommit(call: RepositoryCall) {
  const { world, repository, path } = call;
  return json(200, await viewCommit(world, repository, await needCommit(repository, String(path.ref))));
}

/** From a branch or commit backwards, the newest first; those alone that change a path. */
export async function answerCommits(call: RepositoryCall) {
  const { sha, path } = call.query as { sha?: string; path?: string };
  const start = await needCommit(call.repository, sha ?? call.repository.defaultBranch);
  const below = path === undefined ? [] : ["--", path];
  return answerList(call, await list(call.repository, [start, ...below]));
}

/** The oldest first. */
export async function answerCommitsOfPull(call: RepositoryCall) {
  const { pull, repository } = readPull(call);
  return answerList(call, await list(repository, ["--reverse", `${pull.baseSha}..${pull.headSha}`]));
}

async function answerList(call: RepositoryCall, commits: readonly string[]) {
  const { items, headers } = paginate(call, commits);
  const views = await Promise.all(items.map((sha) => viewCommit(call.world, call.repository, sha)));
  return json(200, views, headers);
}

export async function list({ folder }: Repository, args: readonly string[]): Promise<string[]> {
  const listed = await runGit(folder, ["--literal-pathspecs", "rev-list", ...args]);
  return listed.split("\n").filter((line) => line !== "");
}

/** A branch, a tag or a commit's id; throws for what isn't there. */
export async function needCommit({ folder }: Repository, name: string): Promise<string> {
  const spellings = name.startsWith("refs/") ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`, name];
  for (const spelling of spellings) {
    const sha = await findObject(folder, spelling.replace(/^(heads|tags)\//, "refs/$1/"), "commit");
    if (sha !== null) {
      return sha;
    }
  }
  throw notFound();
}
