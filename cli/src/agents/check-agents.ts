import type { AgentDefinition } from "@catalyst/agents";
import type { CliContext } from "../cli-context.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { cleanTerminalText } from "../output/clean-terminal-text.ts";
import { findAgentFor, type KnownAgent, listKnownAgents } from "./find-agents.ts";
import { startAgent } from "./start-agent.ts";

interface Checked {
  id: string;
  isOk: boolean;
  isInstalled: boolean;
  version: string | null;
  detail: string;
}

/** Starts installed agents and asks for their version, in an empty environment. One that was named must be installed. */
export async function checkAgents(
  { agentId, isJson }: { agentId: string | null; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { home } = await context.readConfig();
  const { output } = context;
  const agents: KnownAgent[] =
    agentId === null
      ? await listKnownAgents(home)
      : [{ kind: "ok", agent: await findAgentFor(agentId, { home, source: null }) }];
  let failures = 0;
  for (const known of agents) {
    const checked = await check(known, home);
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

async function check(known: KnownAgent, home: string): Promise<Checked> {
  if (known.kind === "broken") {
    return { ...told(known.id, cleanTerminalText(known.problem)), isInstalled: true };
  }
  return start(known.agent, home);
}

async function start(agent: AgentDefinition, home: string): Promise<Checked> {
  const { id } = agent;
  const started = await startAgent(agent, home);
  switch (started.kind) {
    case "built_in":
      return { ...told(id, "needs no installation"), isOk: true, isInstalled: true };
    case "absent":
      return told(id, `not installed. Install it: catalyst agents install ${id}`);
    case "ok":
      return { ...told(id, started.version), isOk: true, isInstalled: true, version: started.version };
    case "broken":
      return { ...told(id, `${started.said}. ${started.remedy}`), isInstalled: true };
  }
}

function told(id: string, detail: string): Checked {
  return { id, isOk: false, isInstalled: false, version: null, detail };
}
