import { AGENT_REGISTRY, type AgentDefinition, defineAgent, lookUpAgent, readAgentFile } from "@catalyst/agents";
import {
  type AgentFile,
  AgentId,
  CatalystError,
  type CheckedDefinition,
  type KnownAgent,
  type StartedAgent,
} from "@catalyst/core";
import { adoptAgent, findInstalledAgent, readAgentVersion } from "@catalyst/sandbox";
import { listUserAgents, readUserAgent, settingsFormats } from "@catalyst/settings-files";
import { factsOf } from "./facts-of.ts";

/** The agents of the machine where environments are made. */
export interface AgentMachine {
  /** Every agent of the registry and of the user. */
  list(): Promise<KnownAgent[]>;
  /** Really starts the agent that environments get, in an empty environment. Throws like `lookUpAgent`. */
  start(id: string): Promise<{ agentId: AgentId; started: StartedAgent }>;
  /** Takes a person's own executable, which is used from then on. Returns the version's name. Throws like `adoptAgent`. */
  adopt(input: { agentId: string; from: string; onProgress: (message: string) => void }): Promise<string>;
  /** Reads a definition; `path` is its file as a person knows it. */
  checkDefinition(file: { agentId: string; path: string; text: string }): CheckedDefinition;
}

export function agentMachine({ home }: { home: string }): AgentMachine {
  const find = (id: string) =>
    lookUpAgent(id, {
      formats: settingsFormats,
      readFile: () => readUserAgent(home, id),
      listIds: () => listUserAgents(home),
    });
  return {
    async list() {
      const ids = await listUserAgents(home);
      const defined = await Promise.all(ids.map((id) => knowUsers(id, home)));
      return [...(await Promise.all(AGENT_REGISTRY.map((agent) => know(agent, home)))), ...defined.flat()];
    },
    async start(id) {
      const agent = await find(id);
      return { agentId: agent.id, started: await start(agent, home) };
    },
    async adopt({ agentId, ...input }) {
      return (await adoptAgent({ home, agent: await find(agentId), ...input })).version;
    },
    checkDefinition({ agentId, path, text }) {
      const file: AgentFile = { id: agentId, text, path, where: "on this machine", owner: "user" };
      try {
        return { agent: factsOf(defineFromFile(file)), problem: null };
      } catch (error) {
        return { agent: null, problem: wordsOf(error) };
      }
    },
  };
}

async function knowUsers(id: string, home: string): Promise<KnownAgent[]> {
  try {
    const file = await readUserAgent(home, id);
    return file === null ? [] : [await know(defineFromFile(file), home)];
  } catch (error) {
    return [{ id, problem: wordsOf(error) }];
  }
}

/** Of what is wrong with a definition; what is none of ours is thrown. */
function wordsOf(error: unknown): string {
  if (error instanceof CatalystError) {
    return error.message;
  }
  throw error;
}

async function know(agent: AgentDefinition, home: string): Promise<KnownAgent> {
  const { install } = agent;
  const facts = { ...factsOf(agent), problem: null };
  if (install.kind === "none") {
    return { ...facts, version: null, isInstalled: true };
  }
  const installed = await findInstalledAgent({ home, agent });
  return { ...facts, version: installed?.version ?? install.version, isInstalled: installed !== null };
}

async function start(agent: AgentDefinition, home: string): Promise<StartedAgent> {
  const { install } = agent;
  if (install.kind === "none") {
    return { outcome: "built_in" };
  }
  const installed = await findInstalledAgent({ home, agent });
  if (installed === null) {
    return { outcome: "absent", version: install.version };
  }
  try {
    return { outcome: "ok", version: await readAgentVersion(installed.executablePath, install.versionArgs) };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { outcome: "broken", said, folder: installed.folder };
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
