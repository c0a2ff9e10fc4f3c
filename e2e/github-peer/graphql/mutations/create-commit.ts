import type { Access } from "../../auth/access.ts";
import { commitChanges } from "../../contents/commit-changes.ts";
import { findObject } from "../../git/refs.ts";
import { askGit } from "../../git/run-git.ts";
import { type TreeChange, writeBlob } from "../../git/write-tree.ts";
import type { Repository } from "../../state/repository.ts";
import { openByName } from "../access.ts";
import type { Asking } from "../asking.ts";
import { GraphqlRefusal, speakGraphql } from "../refusal.ts";
import { showCommit } from "../show/show-commit.ts";
import { showRef } from "../show/show-repository.ts";
import { answerTo, type Input } from "./input.ts";

const WRITES: Access = { permissions: ["contents"], level: "write", role: "write" };

interface Wish {
  branch: { repositoryNameWithOwner?: string | null; branchName?: string | null; id?: string | null };
  expectedHeadOid: string;
  message: { headline: string; body?: string | null };
  fileChanges?: {
    additions?: readonly { path: string; contents: string }[] | null;
    deletions?: readonly { path: string }[] | null;
  } | null;
}

/** A commit that GitHub signs: plain files alone, on what the branch has at the moment. */
export async function createCommitOnBranch(wish: Input<Wish>, asking: Asking) {
  const { branch, expectedHeadOid, message, fileChanges } = wish.input;
  const { name, branchName } = readBranch(branch);
  const repository = await openByName(asking, name, WRITES);
  const parent = await findObject(repository.folder, `refs/heads/${branchName}`, "commit");
  if (parent !== expectedHeadOid) {
    const text = `Expected branch to point to "${expectedHeadOid}" but it pointed to "${parent}". Pull and try again.`;
    throw new GraphqlRefusal(parent === null ? "NOT_FOUND" : "STALE_DATA", text);
  }
  const text = [message.headline, message.body].filter(Boolean).join("\n\n");
  const changes = await readChanges(repository, parent, fileChanges);
  const { world, caller } = asking;
  const commit = { branch: branchName, parent, changes, message: text };
  const sha = await speakGraphql(() => commitChanges({ world, repository, caller }, commit), "Not Found");
  return answerTo(wish, {
    commit: () => showCommit(asking, repository, sha),
    ref: () => showRef(asking, repository, `refs/heads/${branchName}`),
  });
}

function readBranch({ repositoryNameWithOwner: name, branchName, id }: Wish["branch"]) {
  if (id || !name || !branchName) {
    throw new GraphqlRefusal("UNPROCESSABLE", "The peer takes a branch by the repository's name and its own.");
  }
  return { name, branchName: branchName.replace(/^refs\/heads\//, "") };
}

/** A file that is there keeps its mode; a new one is a plain file. */
async function readChanges(
  { folder }: Repository,
  parent: string,
  fileChanges: Wish["fileChanges"],
): Promise<TreeChange[]> {
  const changes: TreeChange[] = [];
  for (const { path, contents } of fileChanges?.additions ?? []) {
    const listed = await askGit(folder, ["ls-tree", parent, "--", path]);
    const mode = listed?.split(" ")[0] || "100644";
    changes.push({ path, mode, sha: await writeBlob(folder, Buffer.from(contents, "base64")) });
  }
  return [...changes, ...(fileChanges?.deletions ?? []).map(({ path }) => ({ path, mode: "0", sha: null }))];
}
