import { type AgentDefinition, findAgent } from "@catalyst/agents";
import { findInstalledAgent, installAgent } from "@catalyst/sandbox";
import type { CliConfig } from "../config.ts";
import type { Output } from "../output/output.ts";
import { showProgress } from "../output/show-progress.ts";

/** The agent, installed; its installation is shown. Throws `invalid_input` for an unknown one. */
export async function prepareAgent(agentId: string, { home, installEnv }: CliConfig, output: Output): Promise<AgentDefinition> {
  const agent = findAgent(agentId);
  const { install } = agent;
  if (install.kind === "none" || (await findInstalledAgent({ home, agent })) !== null) {
    return agent;
  }
  await showProgress(`Installing ${agent.name} ${install.version}`, output, (onProgress) => installAgent({ home, agent, env: installEnv, onProgress }));
  return agent;
}
