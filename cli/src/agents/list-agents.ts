import type { Agent } from "@catalyst/api";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import type { Output } from "../output/output.ts";
import { renderTable } from "../output/render-table.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";

export async function listAgents({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const { data } = await client.call("listAgents", {});
  if (isJson) {
    for (const agent of data) {
      context.output.json(agent);
    }
  } else {
    show(data, context.output);
  }
}

function show(agents: Agent[], output: Output): void {
  const rows = agents.map((agent) => rowOf(agent, output.colors));
  for (const line of renderTable(["id", "name", "version", "state", "providers"], rows, output)) {
    output.data(line);
  }
  if (agents.some((agent) => agent.problem === null && !agent.isInstalled)) {
    output.say("The first run with an agent installs it; now: catalyst agents install <agent>");
  }
}

function rowOf(agent: Agent, colors: Output["colors"]): string[] {
  const id = cleanTerminalLine(agent.id, 50);
  if (agent.problem !== null) {
    return [id, "-", "-", colors.red("wrong definition"), "see: catalyst agents validate"];
  }
  const { name, providers, version, isInstalled } = agent;
  const state = isInstalled ? colors.green("ready") : "not installed";
  return [id, cleanTerminalLine(name, 50), version ?? "-", state, providers.join(", ") || "no model"];
}
