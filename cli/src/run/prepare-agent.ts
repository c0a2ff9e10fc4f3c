import { type AgentDefinition, findAgent } from "@catalyst/agents";
import { findInstalledAgent, installAgent } from "@catalyst/sandbox";
import type { CliConfig } from "../config.ts";
import type { Output } from "../output/output.ts";
import { showProgress } from "../output/show-progress.ts";

/** The agent, installed; its installation is shown. Throws `invalid_input` for an unknown one. */
export async function prepareAgent(agentId: string, config: CliConfig, output: Output): Promise<AgentDefinition> {
  const agent = findAgent(agentId);
  if (agent.install.kind === "none") {
    return agent;
  }
  const installed = await findInstalledAgent({ home: config.home, agent });
  if (installed === null) {
    await showProgress(`Installing ${agent.name} ${agent.install.version}`, output, (report) =>
      installAgent({ home: config.home, agent, env: config.installEnv, onProgress: report }),
    );
  }
  return agent;
}
