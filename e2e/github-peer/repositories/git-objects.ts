import { json } from "../door/answer.ts";
import { notFound } from "../door/refusal.ts";
import { findObject } from "../git/refs.ts";
import { runGit } from "../git/run-git.ts";
import type { RepositoryCall } from "../route.ts";
import { fullName } from "../state/repository.ts";
import { viewGitCommit } from "../views/view-commit.ts";

const SHA = /^[0-9a-f]{40}$/;

/** A commit as git has it. */
export async function answerCommit({ world, repository, path }: RepositoryCall) {
  const sha = String(path.commit_sha);
  if (!SHA.test(sha) || (await findObject(repository.folder, sha, "commit")) !== sha) {
    throw notFound();
  }
  return json(200, await viewGitCommit(world, repository, sha));
}

export async function answerTree({ world, repository, path, query }: RepositoryCall) {
  const sha = await findObject(repository.folder, String(path.tree_sha), "tree");
  if (sha === null) {
    throw notFound();
  }
  // Any value asks for it, GitHub says: also `0` and `false`.
  return json(200, await viewTree({ world, repository }, sha, query.recursive !== undefined));
}

/** GitHub's `git-tree`. */
export async function viewTree(place: Pick<RepositoryCall, "world" | "repository">, sha: string, isRecursive: boolean) {
  const { world, repository } = place;
  const deep = isRecursive ? ["-r", "-t"] : [];
  const listed = await runGit(repository.folder, ["ls-tree", "-z", "--long", ...deep, sha]);
  const git = `${world.address}/repos/${fullName(repository)}/git`;
  const tree = listed
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => viewEntry(line, git));
  return { sha, url: `${git}/trees/${sha}`, tree, truncated: false };
}

function viewEntry(line: string, git: string) {
  const [about = "", path = ""] = line.split("\t");
  const [mode = "", type = "", sha = "", size = "-"] = about.split(/ +/);
  const more = size === "-" ? {} : { size: Number(size) };
  return { path, mode, type, sha, ...more, ...(type === "commit" ? {} : { url: `${git}/${type}s/${sha}` }) };
}
