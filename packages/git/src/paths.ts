import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";

/** Where the trusted side's repositories are. Ids are UUIDs: no name of an agent's making becomes a path. */

/** The link to the newest generation. */
export function mirrorPath(home: string, repoId: string): string {
  return join(home, "mirrors", `${z.uuid().parse(repoId)}.git`);
}

export function quarantinesPath(home: string): string {
  return join(home, "quarantine");
}

export function quarantinePath(home: string, executionId: string): string {
  return join(quarantinesPath(home), `${z.uuid().parse(executionId)}.git`);
}

export function resultPath(home: string, executionId: string): string {
  return join(home, "results", `${z.uuid().parse(executionId)}.git`);
}

export function listQuarantines(home: string): Promise<string[]> {
  return listIds(quarantinesPath(home));
}

export function listResults(home: string): Promise<string[]> {
  return listIds(join(home, "results"));
}

async function listIds(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => basename(name, ".git")).filter((id) => z.uuid().safeParse(id).success);
}
