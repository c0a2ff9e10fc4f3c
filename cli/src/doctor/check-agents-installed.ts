import { AGENT_REGISTRY, type AgentDefinition } from "@catalyst/agents";
import { findInstalledAgent, readAgentVersion } from "@catalyst/sandbox";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { type Finding, failed, limited, ok } from "./finding.ts";

/** Starts each agent that is installed; that one isn't is no failure, because `run` installs it. */
export async function checkAgentsInstalled(home: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const agent of AGENT_REGISTRY) {
    findings.push(...(await check(agent, home)));
  }
  return findings;
}

async function check(agent: AgentDefinition, home: string): Promise<Finding[]> {
  const { id, name, install } = agent;
  if (install.kind === "none") {
    return [];
  }
  const installed = await findInstalledAgent({ home, agent });
  if (installed === null) {
    const detail = `${install.version} is not installed; the first run with it installs it.`;
    return [limited(name, detail, `Install it now: catalyst agents install ${id}`)];
  }
  try {
    return [ok(name, cleanTerminalLine(await readAgentVersion(installed.executablePath), 100))];
  } catch (error) {
    const said = cleanTerminalLine(error instanceof Error ? error.message : String(error), 300);
    return [failed(name, said, `Remove ${installed.folder}, then: catalyst agents install ${id}`)];
  }
}
