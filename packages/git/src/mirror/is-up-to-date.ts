import { stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Repo } from "@catalyst/core";
import type { View } from "../view/open-view.ts";
import { withStoredRepository } from "../view/with-stored-repository.ts";
import { listTips, type Tips } from "./find-dropped.ts";
import { listGenerations, newestGeneration, unfinishedMark } from "./generations.ts";

/**
 * Whether a folder's branches and tags are where its mirror has them, with nothing to be done about it: known without a lock, which takes a
 * program, and as a use of the mirror. Throws like `withStoredRepository`.
 */
export async function isUpToDate(mirror: string, repo: Repo): Promise<boolean> {
  const [generation, ...others] = repo.vcs === "local" ? await listGenerations(mirror) : [];
  if (generation === undefined || others.length > 0 || (await isThere(unfinishedMark(generation)))) {
    return false;
  }
  const now = new Date();
  // Gone: whoever removes mirrors that are of no use was faster.
  const known = await utimes(generation, now, now).then(
    () => listTips({ repositoryPath: generation }).catch(() => null),
    () => null,
  );
  const isSame =
    known !== null && (await withStoredRepository(repo.url, (view) => hasSame(view, { generation, known })));
  return isSame && (await newestGeneration(mirror)) === generation;
}

/** Of a shallow clone its refs say too little: its history may have grown. */
async function hasSame(
  { path, reader, place }: View,
  { generation, known }: { generation: string; known: Tips },
): Promise<boolean> {
  const shallow = [place.commonDir, generation].map((folder) => isThere(join(folder, "shallow")));
  if ((await Promise.all(shallow)).includes(true)) {
    return false;
  }
  const tips = await listTips({ repositoryPath: path, as: reader }, "refs/heads", "refs/tags").catch(() => null);
  return tips !== null && tips.size === known.size && [...tips].every(([ref, object]) => known.get(ref) === object);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
