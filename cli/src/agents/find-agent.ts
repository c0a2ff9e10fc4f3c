import type { Agent } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";

/** An agent whose definition is in order. */
export type UsableAgent = Extract<Agent, { problem: null }>;

/** Another name that everybody gives it. */
const CODEX = "codex";

/** The agent of this name. Throws `invalid_input` with those that there are, and `invalid_configuration` for a wrong definition. */
export async function findAgent(name: string, client: ApiClient): Promise<UsableAgent> {
  const { data } = await client.call("listAgents", {});
  const id = name === CODEX ? "codex-cli" : name;
  const agent = data.find((one) => one.id === id);
  if (agent === undefined) {
    const known = data.filter(({ problem }) => problem === null).map((one) => one.id);
    throw new CatalystError(
      "invalid_input",
      `Unknown agent "${cleanTerminalLine(name, 50)}". Known are: ${known.join(", ")}. To add one of yours: docs/guide/custom-agents.md`,
    );
  }
  if (agent.problem !== null) {
    throw new CatalystError("invalid_configuration", agent.problem);
  }
  return agent;
}
