import type { AgentDefinition } from "@catalyst/agents";
import { findInstalledAgent } from "@catalyst/sandbox";
import { listKnownAgents } from "../agents/find-agents.ts";
import { type Finding, failed, limited, ok } from "./finding.ts";

/** Which agents are there; that one isn't is no failure, because `run` installs it. `agents check` starts them. */
export async function checkAgentsInstalled(home: string): Promise<Finding[]> {
  const findings = (await listKnownAgents(home)).map((known) =>
    known.kind === "ok"
      ? check(known.agent, home)
      : [failed(known.id, "its definition is wrong", "See what: catalyst agents validate")],
  );
  return (await Promise.all(findings)).flat();
}

async function check(agent: AgentDefinition, home: string): Promise<Finding[]> {
  const { id, name, install } = agent;
  if (install.kind === "none") {
    return [];
  }
  const installed = await findInstalledAgent({ home, agent });
  return installed === null
    ? [
        limited(
          name,
          `${install.version} is not installed; the first run with it installs it.`,
          `Install it now: catalyst agents install ${id}`,
        ),
      ]
    : [ok(name, installed.version)];
}
