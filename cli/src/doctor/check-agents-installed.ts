import { AGENT_REGISTRY } from "@catalyst/agents";
import { findInstalledAgent } from "@catalyst/sandbox";
import { type Finding, limited, ok } from "./finding.ts";

/** Which agents are installed; that one isn't is no failure, because `run` installs it. */
export async function checkAgentsInstalled(home: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { id, name, install } of AGENT_REGISTRY) {
    if (install.kind === "none") {
      continue;
    }
    const installed = await findInstalledAgent({ home, agentId: id, version: install.version });
    findings.push(
      installed === null
        ? limited(name, `${install.version} is not installed; the first run with it installs it.`, `Install it now: catalyst agents install ${id}`)
        : ok(name, installed.version),
    );
  }
  return findings;
}
