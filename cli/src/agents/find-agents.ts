import { join } from "node:path";
import { AGENT_REGISTRY, type AgentDefinition, defineAgent, lookUpAgent, readAgentFile } from "@catalyst/agents";
import { type AgentFile, CatalystError, MAX_SETTINGS_BYTES, projectAgentPath } from "@catalyst/core";
import { readBaseFiles } from "@catalyst/git";
import { listUserAgents, readDefinition, readUserAgent, settingsFormats } from "@catalyst/settings-files";
import { showRevision } from "../output/show-revision.ts";
import type { SettingsSource } from "../settings/read-settings.ts";

export interface AgentSearch {
  home: string;
  /** The repository whose own definitions count as well, at its base; null: none. */
  repository: SettingsSource | null;
  /** As they lie in the checkout, committed or not. */
  isCheckout?: boolean;
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

async function readProjectAgent(id: string, { repository, isCheckout }: AgentSearch): Promise<AgentFile | null> {
  if (repository === null) {
    return null;
  }
  const { baseBranch, baseCommit, privateHosts, ...address } = repository;
  const path = projectAgentPath(id);
  if (isCheckout === true) {
    const file = await readDefinition(join(repository.url, path), id, { followsLinks: false });
    return file === null ? null : { ...file, owner: "project" };
  }
  const base = baseCommit ?? baseBranch;
  const files = await readBaseFiles({ address, base, paths: [path], maxBytes: MAX_SETTINGS_BYTES, privateHosts });
  const text = files.get(path);
  return text === undefined ? null : { id, text, path, where: `at ${showRevision(baseBranch)}`, owner: "project" };
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
  if (AGENT_REGISTRY.some(({ id }) => id === file.id)) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading ${file.path} ${file.where} failed: Catalyst brings an agent named "${file.id}", which no definition replaces. Rename the file.`,
    );
  }
  return defineAgent(file, readAgentFile(file, settingsFormats));
}
