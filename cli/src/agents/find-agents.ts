import { AGENT_REGISTRY, type AgentDefinition, defineAgent, lookUpAgent, readAgentFile } from "@catalyst/agents";
import { type AgentFile, AgentId, CatalystError } from "@catalyst/core";
import { listUserAgents, readUserAgent, settingsFormats } from "@catalyst/settings-files";

export interface AgentSearch {
  home: string;
  /** The repository's own definition; null: none counts. */
  source: { file: AgentFile | null } | null;
}

/** The agent of this name: the registry's, the user's, or else the project's. Throws like `lookUpAgent`. */
export function findAgentFor(id: string, { home, source }: AgentSearch): Promise<AgentDefinition> {
  return lookUpAgent(id, {
    formats: settingsFormats,
    readFile: async () => (await readUserAgent(home, id)) ?? source?.file ?? null,
    listIds: () => listUserAgents(home),
  });
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
async function tryToDefine(id: string, read: () => Promise<AgentFile | null>): Promise<KnownAgent | null> {
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
