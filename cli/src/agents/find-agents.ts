import { join } from "node:path";
import { AGENT_REGISTRY, type AgentDefinition, defineAgent, lookUpAgent, readAgentFile } from "@catalyst/agents";
import { type AgentFile, AgentId, CatalystError, projectAgentPath } from "@catalyst/core";
import { listUserAgents, readDefinition, readUserAgent, settingsFormats } from "@catalyst/settings-files";
import type { SettingsSource } from "../settings/find-settings-source.ts";
import { readSourceFiles } from "../settings/read-settings.ts";

export interface AgentSearch {
  home: string;
  /** Where the repository's own definitions are; null: none count. */
  source: SettingsSource | { checkout: string } | { file: AgentFile | null } | null;
}

/** The agent of this name: the registry's, the user's, or else the project's. Throws like `lookUpAgent`. */
export function findAgentFor(id: string, search: AgentSearch): Promise<AgentDefinition> {
  const { home } = search;
  return lookUpAgent(id, {
    formats: settingsFormats,
    readFile: async () => (await readUserAgent(home, id)) ?? (await readProjectAgent(id, search)),
    listIds: () => listUserAgents(home),
  });
}

async function readProjectAgent(id: string, { source }: AgentSearch): Promise<AgentFile | null> {
  if (source === null) {
    return null;
  }
  if ("file" in source) {
    return source.file;
  }
  const path = projectAgentPath(id);
  if ("checkout" in source) {
    // As it lies there, committed or not.
    const file = await readDefinition(join(source.checkout, path), id, { followsLinks: false });
    return file === null ? null : { ...file, owner: "project" };
  }
  const text = (await readSourceFiles(source, [path])).get(path);
  return text === undefined ? null : { id, text, path, where: `at ${source.place}`, owner: "project" };
}

/** An agent of this machine, or why its definition is none. */
export type KnownAgent = { kind: "ok"; agent: AgentDefinition } | { kind: "broken"; id: string; problem: string };

/** Every agent of the registry and of the user. */
export async function listKnownAgents(home: string): Promise<KnownAgent[]> {
  const ids = await listUserAgents(home);
  const defined = await Promise.all(ids.map((id) => tryToDefine(id, () => readUserAgent(home, id))));
  return [...AGENT_REGISTRY.map((agent) => ({ kind: "ok", agent }) as const), ...defined.flatMap((one) => one ?? [])];
}

/** The agent of a definition as `read` finds it, or what is wrong with that; null: there is none. */
export async function tryToDefine(id: string, read: () => Promise<AgentFile | null>): Promise<KnownAgent | null> {
  try {
    const file = await read();
    return file === null ? null : { kind: "ok", agent: defineFromFile(file) };
  } catch (error) {
    if (!(error instanceof CatalystError)) {
      throw error;
    }
    return { kind: "broken", id, problem: error.message };
  }
}

/** A file's agent. Throws `invalid_configuration` for a wrong definition, and for the name of one of the registry's. */
function defineFromFile(file: AgentFile): AgentDefinition {
  const id = AgentId.safeParse(file.id).data;
  if (AGENT_REGISTRY.some((agent) => agent.id === id)) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading ${file.path} ${file.where} failed: Catalyst brings an agent named "${file.id}", which no definition replaces. Rename the file.`,
    );
  }
  return defineAgent(file, readAgentFile(file, settingsFormats));
}
