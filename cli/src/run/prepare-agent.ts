import type { AgentDefinition } from "@catalyst/agents";
import { findInstalledAgent, installAgent } from "@catalyst/sandbox";
import type { CliConfig } from "../config.ts";
import type { Output } from "../output/output.ts";
import { showProgress } from "../output/show-progress.ts";

/** Makes sure that the agent is installed, showing the installation. */
export async function prepareAgent(
  agent: AgentDefinition,
  { home, installEnv }: CliConfig,
  output: Output,
): Promise<void> {
  const { install } = agent;
  if (install.kind === "none" || (await findInstalledAgent({ home, agent })) !== null) {
    return;
  }
  await showProgress(`Installing ${agent.name} ${install.version}`, output, (onProgress) =>
    installAgent({ home, agent, env: installEnv, onProgress }),
  );
}
