import { json } from "../door/answer.ts";
import { notFound } from "../door/refusal.ts";
import { findObject } from "../git/refs.ts";
import { runGit } from "../git/run-git.ts";
import type { RepositoryCall } from "../route.ts";
import { fullName } from "../state/repository.ts";
import { nodeId } from "../views/view-account.ts";

const SHA = /^[0-9a-f]{40}$/;
const FORMAT = "%T%n%P%n%an%n%ae%n%aI%n%cn%n%ce%n%cI%n%B";

/** A commit as git has it. What the peer holds is never signed by GitHub. */
export async function answerCommit({ world, repository, path }: RepositoryCall) {
  const sha = String(path.commit_sha);
  if (!SHA.test(sha) || (await findObject(repository.folder, sha, "commit")) !== sha) {
    throw notFound();
  }
  const shown = await runGit(repository.folder, ["show", "--no-patch", `--format=${FORMAT}`, sha]);
  const [tree = "", parents = "", ...more] = shown.split("\n");
  const [name = "", email = "", date = "", committer = "", committerEmail = "", committed = "", ...message] = more;
  const git = `${world.address}/repos/${fullName(repository)}/git`;
  const html = (commit: string) => `${world.address}/${fullName(repository)}/commit/${commit}`;
  const parent = (id: string) => ({ sha: id, url: `${git}/commits/${id}`, html_url: html(id) });
  return json(200, {
    ...{ sha, node_id: nodeId("Commit", sha), url: `${git}/commits/${sha}`, html_url: html(sha) },
    author: { name, email, date },
    committer: { name: committer, email: committerEmail, date: committed },
    message: message.join("\n").trimEnd(),
    tree: { sha: tree, url: `${git}/trees/${tree}` },
    parents: parents.split(" ").filter(Boolean).map(parent),
    verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
  });
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
