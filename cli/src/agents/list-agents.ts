import type { AgentDefinition } from "@catalyst/agents";
import { findInstalledAgent } from "@catalyst/sandbox";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import type { Output } from "../output/output.ts";
import { renderTable } from "../output/render-table.ts";
import { type KnownAgent, listKnownAgents } from "./find-agents.ts";

/** An agent as `--json` shows it. */
interface AgentRecord {
  id: string;
  name: string;
  providers: readonly string[];
  version: string | null;
  isInstalled: boolean;
  features: readonly string[];
  /** What is wrong with the user's definition; null: nothing, or Catalyst brings the agent. */
  problem: string | null;
}

export async function listAgents({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  const { home } = await context.readConfig();
  const known = await listKnownAgents(home);
  const records = await Promise.all(known.map((one) => (one.kind === "ok" ? describe(one.agent, home) : broken(one))));
  if (isJson) {
    for (const record of records) {
      context.output.json(record);
    }
  } else {
    show(records, context.output);
  }
}

function broken({ id, problem }: Extract<KnownAgent, { kind: "broken" }>): AgentRecord {
  return { id, name: id, providers: [], version: null, isInstalled: false, features: [], problem };
}

async function describe(agent: AgentDefinition, home: string): Promise<AgentRecord> {
  const { id, name, providers, install, features } = agent;
  if (install.kind === "none") {
    return { id, name, providers, version: null, isInstalled: true, features, problem: null };
  }
  const installed = await findInstalledAgent({ home, agent });
  return {
    id,
    name,
    providers,
    version: installed?.version ?? install.version,
    isInstalled: installed !== null,
    features,
    problem: null,
  };
}

function show(records: AgentRecord[], output: Output): void {
  const { colors } = output;
  const stateOf = ({ id, isInstalled, problem }: AgentRecord) => {
    if (problem !== null) {
      return colors.red(`wrong definition (catalyst agents validate)`);
    }
    return isInstalled ? colors.green("ready") : `not installed (catalyst agents install ${id})`;
  };
  const rows = records.map((record) => [
    cleanTerminalLine(record.id, 50),
    cleanTerminalLine(record.name, 50),
    record.providers.join(", ") || (record.problem === null ? "no model" : "-"),
    record.version ?? "-",
    stateOf(record),
  ]);
  for (const line of renderTable(["id", "name", "providers", "version", "state"], rows, colors)) {
    output.data(line);
  }
}
