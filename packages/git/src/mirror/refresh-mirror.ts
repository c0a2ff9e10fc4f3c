import { rm, stat, writeFile } from "node:fs/promises";
import type { Repo } from "@catalyst/core";
import { withFileLock } from "@catalyst/machine";
import { mirrorPath, quarantinesPath } from "../paths.ts";
import type { Reach } from "../remote/reach.ts";
import { fetchFromRepository } from "./fetch-from-repository.ts";
import { hasDropped, listTips } from "./find-dropped.ts";
import { ensureMirror, newestGeneration, removeOldGenerations, renewMirror, unfinishedMark } from "./generations.ts";
import { isUpToDate } from "./is-up-to-date.ts";

const LOCK_SECONDS = 600;
const REFSPECS = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];

const refreshing = new Map<string, Promise<void>>();

/** Brings the mirror of a repository up to date, making it the first time. Those who ask at once wait for one fetch. */
export function refreshMirror(repo: Repo, reach: Reach): Promise<void> {
  const mirror = mirrorPath(reach.home, repo.id);
  const lock = { path: `${mirror}.lock`, waitSeconds: LOCK_SECONDS, purpose: `Reading the repository ${repo.url}` };
  const refresh = async () => {
    if (!(await isUpToDate(mirror, repo))) {
      await withFileLock(lock, () => refreshAlone(mirror, repo, reach));
    }
  };
  const running = refreshing.get(mirror) ?? refresh().finally(() => refreshing.delete(mirror));
  refreshing.set(mirror, running);
  return running;
}

async function refreshAlone(mirror: string, repo: Repo, reach: Reach): Promise<void> {
  await ensureMirror(mirror);
  const generation = await newestGeneration(mirror);
  const mark = unfinishedMark(generation);
  const wasUnfinished = (await stat(mark).catch(() => null)) !== null;
  const before = await listTips({ repositoryPath: generation });
  await writeFile(mark, "");
  await fetchFromRepository(repo, reach, { into: generation, options: ["--prune"], refspecs: REFSPECS });
  if (wasUnfinished || (await hasDropped(generation, before))) {
    await renewMirror(mirror);
  }
  await rm(mark, { force: true });
  await removeOldGenerations(mirror, quarantinesPath(reach.home));
}
