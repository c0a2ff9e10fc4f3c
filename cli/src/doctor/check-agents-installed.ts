import { AGENT_REGISTRY } from "@catalyst/agents";
import { findInstalledAgent } from "@catalyst/sandbox";
import { type Finding, limited, ok } from "./finding.ts";

/** Which agents are installed; that one isn't is no failure, because `run` installs it. */
export async function checkAgentsInstalled(home: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const agent of AGENT_REGISTRY) {
    const { id, name, install } = agent;
    if (install.kind === "none") {
      continue;
    }
    const installed = await findInstalledAgent({ home, agent });
    findings.push(
      installed === null
        ? limited(
            name,
            `${install.version} is not installed; the first run with it installs it.`,
            `Install it now: catalyst agents install ${id}`,
          )
        : ok(name, installed.version),
    );
  }
  return findings;
}
