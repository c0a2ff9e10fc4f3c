import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { AgentFile } from "@catalyst/core";
import { readSmallFile } from "./read-small-file.ts";

const FOLDER = "agents.d";
const SUFFIX = ".yaml";

/** The names of the agents that the user defined. */
export function listUserAgents(home: string): Promise<string[]> {
  return listDefinitions(join(home, FOLDER));
}

/** The names of the agents that a folder defines; files that don't end in .yaml define none. */
export async function listDefinitions(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(emptyIfAbsent);
  return names
    .filter((name) => name.endsWith(SUFFIX) && !name.startsWith("."))
    .map((name) => name.slice(0, -SUFFIX.length))
    .sort();
}

function emptyIfAbsent(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOENT") {
    return [];
  }
  throw error;
}

/** The user's definition of this name, maybe a link to it; null: there is none. Throws like `readSmallFile`. */
export function readUserAgent(home: string, id: string): Promise<AgentFile | null> {
  return readDefinition(userAgentPath(home, id), id, { followsLinks: true });
}

export function userAgentPath(home: string, id: string): string {
  return join(home, FOLDER, `${id}${SUFFIX}`);
}

/** A definition that lies somewhere on this machine; null: there is no such file. Throws like `readSmallFile`. */
export async function readDefinition(
  path: string,
  id: string,
  how: { followsLinks: boolean },
): Promise<AgentFile | null> {
  const text = await readSmallFile(path, how);
  return text === null ? null : { id, text, path, where: "on this machine", owner: "user" };
}
