import { findInstalledAgent } from "@catalyst/sandbox";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import type { Output } from "../output/output.ts";
import { renderTable } from "../output/render-table.ts";
import { type AgentFacts, factsOf } from "./agent-facts.ts";
import { type KnownAgent, listKnownAgents } from "./find-agents.ts";

/** An agent as `--json` shows it. */
type AgentRecord =
  | (AgentFacts & { version: string | null; isInstalled: boolean; problem: null })
  | { id: string; problem: string };

export async function listAgents({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  const { home } = await context.readConfig();
  const known = await listKnownAgents(home);
  const records = await Promise.all(known.map((one) => describe(one, home)));
  if (isJson) {
    for (const record of records) {
      context.output.json(record);
    }
  } else {
    show(records, context.output);
  }
}

async function describe(known: KnownAgent, home: string): Promise<AgentRecord> {
  if (known.kind === "broken") {
    return { id: known.id, problem: known.problem };
  }
  const { agent } = known;
  const { install } = agent;
  const facts = { ...factsOf(agent), problem: null };
  if (install.kind === "none") {
    return { ...facts, version: null, isInstalled: true };
  }
  const installed = await findInstalledAgent({ home, agent });
  return { ...facts, version: installed?.version ?? install.version, isInstalled: installed !== null };
}

function show(records: AgentRecord[], output: Output): void {
  const rows = records.map((record) => rowOf(record, output.colors));
  for (const line of renderTable(["id", "name", "providers", "version", "state"], rows, output.colors)) {
    output.data(line);
  }
}

function rowOf(record: AgentRecord, colors: Output["colors"]): string[] {
  const id = cleanTerminalLine(record.id, 50);
  if (record.problem !== null) {
    return [id, "-", "-", "-", colors.red("wrong definition (catalyst agents validate)")];
  }
  const { name, providers, version, isInstalled } = record;
  const state = isInstalled ? colors.green("ready") : `not installed (catalyst agents install ${id})`;
  return [id, cleanTerminalLine(name, 50), providers.join(", ") || "no model", version ?? "-", state];
}
