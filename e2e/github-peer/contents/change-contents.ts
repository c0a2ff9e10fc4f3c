import { type Answer, json } from "../door/answer.ts";
import { Refusal } from "../door/refusal.ts";
import { findObject } from "../git/refs.ts";
import { askGit } from "../git/run-git.ts";
import { writeBlob } from "../git/write-tree.ts";
import type { RepositoryCall } from "../route.ts";
import { viewGitCommit } from "../views/view-commit.ts";
import { commitChanges } from "./commit-changes.ts";
import { viewEntry } from "./show-contents.ts";

interface Wish {
  message: string;
  content: string;
  /** Of the blob that is there. */
  sha?: string;
  branch?: string;
}

/** Writes a file in a commit of its own: over one that is there only by who knows it. */
export async function answerChangedFile(call: RepositoryCall): Promise<Answer> {
  const { content } = call.body as unknown as Wish;
  const { branch, parent, old, path } = await readPlace(call);
  const bytes = Buffer.from(content, "base64");
  const blob = await writeBlob(call.repository.folder, bytes);
  const mode = old?.mode ?? "100644";
  const { message } = call.body as unknown as Wish;
  const sha = await commitChanges(call, { branch, parent, message, changes: [{ path, mode, sha: blob }] });
  const view = viewEntry(call, { type: "file", path, sha: blob, size: bytes.length }, branch);
  return json(old ? 200 : 201, { content: view, commit: await viewGitCommit(call.world, call.repository, sha) });
}

export async function answerDeletedFile(call: RepositoryCall): Promise<Answer> {
  const { branch, parent, path } = await readPlace(call);
  const { message } = call.body as unknown as Wish;
  const sha = await commitChanges(call, { branch, parent, message, changes: [{ path, mode: "0", sha: null }] });
  return json(200, { content: null, commit: await viewGitCommit(call.world, call.repository, sha) });
}

async function readPlace({ repository, body, path: { path: given } }: RepositoryCall) {
  const { branch = repository.defaultBranch, sha } = body as unknown as Wish;
  const path = String(given);
  const parent = await findObject(repository.folder, `refs/heads/${branch}`, "commit");
  if (parent === null) {
    throw new Refusal(404, `Branch ${branch} not found`);
  }
  const listed = await askGit(repository.folder, ["ls-tree", parent, "--", path]);
  const [mode = "", , blob = ""] = listed?.split(/[ \t]/) ?? [];
  const old = listed ? { mode, blob } : null;
  if (old && sha === undefined) {
    throw new Refusal(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  }
  if (sha !== undefined && sha !== old?.blob) {
    throw new Refusal(409, `${path} does not match ${sha}`);
  }
  return { branch, parent, old, path };
}
