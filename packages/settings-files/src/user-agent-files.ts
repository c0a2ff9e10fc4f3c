import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type AgentFile, CatalystError, MAX_SETTINGS_BYTES } from "@catalyst/core";

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

/** The user's definition of this name; null: there is none. Throws `invalid_configuration` for what is no small file. */
export async function readUserAgent(home: string, id: string): Promise<AgentFile | null> {
  return readDefinition(userAgentPath(home, id), id);
}

export function userAgentPath(home: string, id: string): string {
  return join(home, FOLDER, `${id}${SUFFIX}`);
}

/** A definition that the user has somewhere on this machine; null: there is no such file. Throws like `readUserAgent`. */
export async function readDefinition(path: string, id: string): Promise<AgentFile | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    return null;
  }
  if (!found.isFile() || found.size > MAX_SETTINGS_BYTES) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading ${path} failed: it is not a file of at most ${MAX_SETTINGS_BYTES} bytes. Mend or remove it.`,
    );
  }
  return { id, text: await readFile(path, "utf8"), path, where: "on this machine", owner: "user" };
}
