import { readdir } from "node:fs/promises";
import { basename, join, relative } from "node:path";

/** Where the trusted side's repositories are. Ids are UUIDs: no name of an agent's making becomes a path. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The link to the newest generation. */
export function mirrorPath(home: string, repoId: string): string {
  return join(home, "mirrors", `${checkId(repoId)}.git`);
}

export function quarantinesPath(home: string): string {
  return join(home, "quarantine");
}

export function quarantinePath(home: string, executionId: string): string {
  return join(quarantinesPath(home), `${checkId(executionId)}.git`);
}

export function resultPath(home: string, executionId: string): string {
  return join(home, "results", `${checkId(executionId)}.git`);
}

/** What a repository of ours is called wherever somebody else asks for it: `results/<execution>.git`. */
export function keptName(home: string, path: string): string {
  return relative(home, path);
}

export function listQuarantines(home: string): Promise<string[]> {
  return listIds(quarantinesPath(home));
}

export function listResults(home: string): Promise<string[]> {
  return listIds(join(home, "results"));
}

async function listIds(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => basename(name, ".git")).filter((id) => UUID.test(id));
}

function checkId(id: string): string {
  if (!UUID.test(id)) {
    throw new Error(`${JSON.stringify(id)} is no id`);
  }
  return id;
}
