import type { Agent } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { type Finding, failed, limited, ok } from "../finding.ts";

/** Which agents are there; that one isn't is no failure, because `run` installs it. `agents check` starts them. */
export async function checkAgentsInstalled(client: ApiClient): Promise<Finding[]> {
  const { data } = await client.call("listAgents", {});
  return data.flatMap(describe);
}

function describe(agent: Agent): Finding[] {
  if (agent.problem !== null) {
    return [failed(cleanTerminalLine(agent.id, 50), "its definition is wrong", "See what: catalyst agents validate")];
  }
  const { id, version, isInstalled } = agent;
  const name = cleanTerminalLine(agent.name, 50);
  if (version === null) {
    return [];
  }
  return isInstalled
    ? [ok(name, version)]
    : [
        limited(
          name,
          `${version} is not installed; the first run with it installs it.`,
          `Install it now: catalyst agents install ${id}`,
        ),
      ];
}
