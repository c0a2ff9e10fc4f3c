import { json, noContent } from "../door/answer.ts";
import { notFound, Refusal } from "../door/refusal.ts";
import { findObject, isAncestor, readRefs } from "../git/refs.ts";
import { askGit, runGit } from "../git/run-git.ts";
import type { RepositoryCall } from "../route.ts";
import { fullName } from "../state/repository.ts";
import { nodeId } from "../views/view-account.ts";
import { moveRef } from "./move-branch.ts";

export async function answerRef(call: RepositoryCall) {
  return json(200, await viewRef(call, `refs/${call.path.ref}`));
}

export async function answerNewRef(call: RepositoryCall) {
  const { ref, sha } = call.body as { ref: string; sha: string };
  const { folder } = call.repository;
  await refuseBadRef(folder, ref);
  if ((await readRefs(folder)).has(ref)) {
    throw new Refusal(422, "Reference already exists");
  }
  await needCommit(folder, sha);
  await moveRef(call, { ref, before: null, after: sha });
  return json(201, await viewRef(call, ref));
}

export async function answerMovedRef(call: RepositoryCall) {
  const { sha, force = false } = call.body as { sha: string; force?: boolean };
  const { folder } = call.repository;
  const ref = `refs/${call.path.ref}`;
  const old = (await readRefs(folder)).get(ref);
  if (old === undefined) {
    throw new Refusal(422, "Reference does not exist");
  }
  await needCommit(folder, sha);
  if (!force && !(await isAncestor(folder, old, sha))) {
    throw new Refusal(422, "Update is not a fast forward");
  }
  await moveRef(call, { ref, before: old, after: sha });
  return json(200, await viewRef(call, ref));
}

export async function answerDeletedRef(call: RepositoryCall) {
  const { folder } = call.repository;
  const ref = `refs/${call.path.ref}`;
  const before = (await readRefs(folder)).get(ref);
  if (before === undefined) {
    throw new Refusal(422, "Reference does not exist");
  }
  await moveRef(call, { ref, before, after: null });
  return noContent();
}

async function viewRef({ world, repository }: RepositoryCall, ref: string) {
  const sha = (await readRefs(repository.folder)).get(ref);
  if (sha === undefined) {
    throw notFound();
  }
  const type = await runGit(repository.folder, ["cat-file", "-t", sha]);
  const url = `${world.address}/repos/${fullName(repository)}/git`;
  const object = { type, sha, url: `${url}/${type}s/${sha}` };
  return { ref, node_id: nodeId("Ref", `${repository.id}:${ref}`), url: `${url}/${ref}`, object };
}

async function refuseBadRef(folder: string, ref: string): Promise<void> {
  const isName = ref.startsWith("refs/") && ref.split("/").length > 2;
  if (!isName || (await askGit(folder, ["check-ref-format", ref])) === null) {
    throw new Refusal(422, "Reference name is invalid");
  }
}

async function needCommit(folder: string, sha: string): Promise<void> {
  if (!/^[0-9a-f]{40}$/.test(sha) || (await findObject(folder, sha, "commit")) === null) {
    throw new Refusal(422, "Object does not exist");
  }
}
