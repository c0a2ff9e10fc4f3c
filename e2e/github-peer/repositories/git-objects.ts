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
  const isRecursive = query.recursive === undefined ? [] : ["-r", "-t"];
  const listed = await runGit(repository.folder, ["ls-tree", "-z", "--long", ...isRecursive, sha]);
  const git = `${world.address}/repos/${fullName(repository)}/git`;
  const tree = listed
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => viewEntry(line, git));
  return json(200, { sha, url: `${git}/trees/${sha}`, tree, truncated: false });
}

function viewEntry(line: string, git: string) {
  const [about = "", path = ""] = line.split("\t");
  const [mode = "", type = "", sha = "", size = "-"] = about.split(/ +/);
  const more = size === "-" ? {} : { size: Number(size) };
  return { path, mode, type, sha, ...more, ...(type === "commit" ? {} : { url: `${git}/${type}s/${sha}` }) };
}
