import type { Agent } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { type Finding, failed, ok } from "../finding.ts";

/** Which agents are there; that one isn't is nothing to mend, because `run` installs it. `agents check` starts them. */
export async function checkAgentsInstalled(client: Pick<ApiClient, "call">): Promise<Finding[]> {
  const { data } = await client.call("listAgents", {});
  return [...data.flatMap(describe), ...describeMissing(data)];
}

function describe(agent: Agent): Finding[] {
  if (agent.problem !== null) {
    return [failed(cleanTerminalLine(agent.id, 50), "its definition is wrong", "See what: catalyst agents validate")];
  }
  const { name, version, isInstalled } = agent;
  return version === null || !isInstalled ? [] : [ok(cleanTerminalLine(name, 50), version)];
}

function describeMissing(agents: Agent[]): Finding[] {
  const names = agents.flatMap((agent) =>
    agent.problem === null && agent.version !== null && !agent.isInstalled ? [cleanTerminalLine(agent.name, 50)] : [],
  );
  const how = "installed by the first run with one, or now: catalyst agents install <agent>";
  return names.length === 0 ? [] : [ok("Not yet here", `${names.join(", ")}: ${how}`)];
}
