import type { AgentDefinition } from "@catalyst/agents";
import { listKnownAgents } from "../agents/find-agents.ts";
import { startAgent } from "../agents/start-agent.ts";
import { type Finding, failed, limited, ok } from "./finding.ts";

/** Starts each agent that is installed; that one isn't is no failure, because `run` installs it. */
export async function checkAgentsInstalled(home: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const known of await listKnownAgents(home)) {
    findings.push(
      ...(known.kind === "ok"
        ? await check(known.agent, home)
        : [failed(known.id, "its definition is wrong", "See what: catalyst agents validate")]),
    );
  }
  return findings;
}

async function check(agent: AgentDefinition, home: string): Promise<Finding[]> {
  const { id, name } = agent;
  const started = await startAgent(agent, home);
  switch (started.kind) {
    case "built_in":
      return [];
    case "absent": {
      const detail = `${started.version} is not installed; the first run with it installs it.`;
      return [limited(name, detail, `Install it now: catalyst agents install ${id}`)];
    }
    case "ok":
      return [ok(name, started.version)];
    case "broken":
      return [failed(name, started.said, started.remedy)];
  }
}
