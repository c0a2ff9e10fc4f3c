import { findAgent } from "@catalyst/agents";
import { type AgentCatalog, CatalystError } from "@catalyst/core";
import { findInstalledAgent } from "@catalyst/sandbox";

/** The registry's agents, as far as they are installed on this machine. */
export function installedAgents(home: string): AgentCatalog {
  return {
    async find(id) {
      const agent = findAgent(id);
      const { providers, canResume } = agent;
      if (agent.install.kind === "none") {
        return { id, version: null, providers, canResume };
      }
      const installed = await findInstalledAgent({ home, agent });
      if (installed === null) {
        throw new CatalystError(
          "prerequisite_missing",
          `Running ${agent.name} failed: it isn't installed. Install it: catalyst agents install ${id}`,
        );
      }
      return { id, version: installed.version, providers, canResume };
    },
  };
}
