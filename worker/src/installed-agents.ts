import { AGENT_REGISTRY, lookUpAgent, readAgentFile } from "@catalyst/agents";
import { type AgentCatalog, type AgentFile, CatalystError } from "@catalyst/core";
import { findInstalledAgent } from "@catalyst/sandbox";
import { listUserAgents, readUserAgent, settingsFormats } from "@catalyst/settings-files";

/** The registry's agents and the defined ones, as far as they are installed on this machine. */
export function installedAgents(home: string): AgentCatalog {
  return {
    async find(id, projectFile) {
      const agent = await lookUpAgent(id, {
        formats: settingsFormats,
        readFile: async () => (await readUserAgent(home, id)) ?? projectFile,
        listIds: () => listUserAgents(home),
      });
      const { providers, canResume } = agent;
      const entry = { id, providers, canResume, definition: agent.custom?.definition };
      if (agent.install.kind === "none") {
        return { ...entry, version: null };
      }
      const installed = await findInstalledAgent({ home, agent });
      if (installed === null) {
        const way =
          agent.custom?.owner === "project"
            ? "Try the task again, which installs it: catalyst tasks retry <number>"
            : `Install it: catalyst agents install ${id}`;
        throw new CatalystError("prerequisite_missing", `Running ${agent.name} failed: it isn't installed. ${way}`);
      }
      return { ...entry, version: installed.folderName };
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
