import { actorOf } from "../auth/caller.ts";
import { type Answer, json } from "../door/answer.ts";
import { notFound, Refusal } from "../door/refusal.ts";
import type { Signature } from "../git/read-commit.ts";
import { findObject } from "../git/refs.ts";
import { writeCommit } from "../git/write-commit.ts";
import { type TreeChange, writeBlob, writeTree } from "../git/write-tree.ts";
import { viewTree } from "../repositories/git-objects.ts";
import type { RepositoryCall } from "../route.ts";
import { fullName } from "../state/repository.ts";
import { viewGitCommit } from "../views/view-commit.ts";
import { signAs } from "./commit-changes.ts";

export async function answerNewBlob({ world, repository, body }: RepositoryCall): Promise<Answer> {
  const { content, encoding = "utf-8" } = body as { content: string; encoding?: string };
  const sha = await writeBlob(repository.folder, Buffer.from(content, encoding === "base64" ? "base64" : "utf8"));
  return json(201, { sha, url: `${world.address}/repos/${fullName(repository)}/git/blobs/${sha}` });
}

interface WishedEntry {
  path?: string;
  mode?: string;
  sha?: string | null;
  content?: string;
}

export async function answerNewTree(call: RepositoryCall): Promise<Answer> {
  const { folder } = call.repository;
  const { tree: entries, base_tree: base = null } = call.body as { tree: WishedEntry[]; base_tree?: string };
  const changes: TreeChange[] = [];
  for (const { path = "", mode = "100644", sha, content } of entries) {
    changes.push({
      path,
      mode,
      sha: content === undefined ? (sha ?? null) : await writeBlob(folder, Buffer.from(content)),
    });
  }
  try {
    return json(201, await viewTree(call, await writeTree(folder, base, changes), false));
  } catch {
    throw new Refusal(422, "tree.sha does not exist or isn't an object that fits its mode");
  }
}

interface WishedCommit {
  message: string;
  tree: string;
  parents?: string[];
  author?: Partial<Signature>;
  committer?: Partial<Signature>;
}

/** Signed by GitHub only where the plan says so: reports of what GitHub does for Apps contradict each other. */
export async function answerNewCommit({ world, repository, caller, body }: RepositoryCall): Promise<Answer> {
  const { message, tree, parents = [], author, committer } = body as unknown as WishedCommit;
  const { folder } = repository;
  const found = await Promise.all([
    findObject(folder, tree, "tree"),
    ...parents.map((parent) => findObject(folder, parent, "commit")),
  ]);
  if (found.includes(null)) {
    throw notFound();
  }
  const usual = { ...signAs(actorOf(world, caller)), date: world.now().toISOString() };
  const wrote = { ...usual, ...author };
  const sha = await writeCommit(folder, {
    tree,
    parents,
    message,
    author: wrote,
    committer: { ...wrote, ...committer },
  });
  if (world.app.areCommitsSigned && caller.kind === "installation" && !author && !committer) {
    repository.signedCommits.add(sha);
  }
  return json(201, await viewGitCommit(world, repository, sha));
}
