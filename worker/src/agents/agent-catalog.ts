import { utimes } from "node:fs/promises";
import { AGENT_REGISTRY, type AgentDefinition, findAgentOfJob, lookUpAgent, readAgentFile } from "@catalyst/agents";
import { type AgentCatalog, type AgentFile, type CatalogEntry, CatalystError } from "@catalyst/core";
import { findInstalledAgent, installAgent } from "@catalyst/sandbox";
import { listUserAgents, readUserAgent, settingsFormats } from "@catalyst/settings-files";

export interface AgentPlace {
  home: string;
  /** The whole environment of what installs agents. */
  installEnv: Record<string, string>;
  /** Aborted when the worker stops. */
  signal: AbortSignal;
}

/** The registry's agents and the defined ones, installed in this home when they are needed. */
export function agentCatalog({ home, installEnv, signal }: AgentPlace): AgentCatalog {
  const install = async (agent: AgentDefinition, watch: Parameters<AgentCatalog["ensureInstalled"]>[1]) => {
    const { onProgress } = watch;
    const version = agent.install.kind === "none" ? "" : agent.install.version;
    onProgress(`it isn't installed yet: installing ${version}`);
    const isBroken = AbortSignal.any([signal, watch.signal]);
    const installed = await installAgent({ home, agent, env: installEnv, onProgress, signal: isBroken });
    onProgress(`${version} is installed`);
    return installed;
  };
  return {
    async find(id, projectFile) {
      const agent = await lookUpAgent(id, {
        formats: settingsFormats,
        readFile: async () => (await readUserAgent(home, id)) ?? projectFile,
        listIds: () => listUserAgents(home),
      });
      const { name, providers, subscription, canResume, custom } = agent;
      const owner = custom?.owner ?? "catalyst";
      return { id, name, providers, subscription, canResume, owner, definition: custom?.definition };
    },
    async ensureInstalled(entry, watch) {
      const agent = definitionOf(entry);
      if (agent.install.kind === "none") {
        return null;
      }
      const found = await findInstalledAgent({ home, agent });
      const { folderName, folder } = found ?? (await install(agent, watch));
      // Versions that nobody uses for long are swept.
      await utimes(folder, new Date(), new Date()).catch(() => undefined);
      return folderName;
    },
    async listInstructionPaths(projectFiles) {
      const users = await Promise.all(
        (await listUserAgents(home)).map((id) => readUserAgent(home, id).catch(() => null)),
      );
      const files = [...users.filter((file) => file !== null), ...projectFiles];
      return [...AGENT_REGISTRY.flatMap((agent) => agent.instructionPaths), ...files.flatMap(instructionPathsIn)];
    },
  };
}

/** Whoever defined it counts for how carefully it is installed. */
function definitionOf({ id, owner, definition }: CatalogEntry): AgentDefinition {
  return findAgentOfJob({ id, definition }, owner === "catalyst" ? "project" : owner);
}

function instructionPathsIn(file: AgentFile): readonly string[] {
  try {
    return readAgentFile(file, settingsFormats).instructionPaths;
  } catch (error) {
    if (error instanceof CatalystError) {
      return [];
    }
    throw error;
  }
}
