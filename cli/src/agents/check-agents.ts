import type { Agent, CheckedAgent } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { EXIT_CODES } from "../exit/exit-codes.ts";
import { cleanTerminalLine, cleanTerminalText } from "../output/words/clean-terminal-text.ts";
import { findAgent } from "./find-agent.ts";

interface Checked {
  id: string;
  isOk: boolean;
  isInstalled: boolean;
  version: string | null;
  detail: string;
}

/** Has installed agents started and asked for their version, in an empty environment. One that was named must be installed. */
export async function checkAgents(
  { agentId, isJson }: { agentId: string | null; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { output } = context;
  const client = await openApi(context);
  const agents: Agent[] =
    agentId === null ? (await client.call("listAgents", {})).data : [await findAgent(agentId, client)];
  let failures = 0;
  for (const agent of agents) {
    output.status(`trying ${cleanTerminalLine(agent.id, 50)} …`);
    const checked = await check(agent, client).finally(() => output.status(null));
    failures += checked.isOk || (agentId === null && !checked.isInstalled) ? 0 : 1;
    if (isJson) {
      output.json(checked);
    } else {
      output.data(
        `${checked.isOk ? output.colors.green("✓") : output.colors.red("✗")} ${checked.id.padEnd(14)} ${checked.detail}`,
      );
    }
  }
  if (failures > 0) {
    context.setExitCode(EXIT_CODES.prerequisite);
  }
}

async function check(agent: Agent, client: ApiClient): Promise<Checked> {
  if (agent.problem !== null) {
    return { ...told(agent.id, cleanTerminalText(agent.problem)), isInstalled: true };
  }
  return describe(await client.call("checkAgent", { params: { agent: agent.id } }));
}

function describe({ id, outcome, version: said, detail, folder }: CheckedAgent): Checked {
  const version = cleanTerminalLine(said ?? "", 100);
  switch (outcome) {
    case "built_in":
      return { ...told(id, "needs no installation"), isOk: true, isInstalled: true };
    case "absent":
      return told(id, `not installed. Install it: catalyst agents install ${id}`);
    case "ok":
      return { ...told(id, version), isOk: true, isInstalled: true, version };
    case "broken":
      return {
        ...told(id, `${cleanTerminalLine(detail ?? "", 300)}. Remove ${folder}, then: catalyst agents install ${id}`),
        isInstalled: true,
      };
  }
}

function told(id: string, detail: string): Checked {
  return { id, isOk: false, isInstalled: false, version: null, detail };
}
