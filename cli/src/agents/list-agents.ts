import { AGENT_REGISTRY, type AgentDefinition } from "@catalyst/agents";
import { findInstalledAgent } from "@catalyst/sandbox";
import type { CliContext } from "../cli-context.ts";
import type { Output } from "../output/output.ts";
import { renderTable } from "../output/render-table.ts";

/** An agent as `--json` shows it. */
interface AgentRecord {
  id: string;
  name: string;
  providers: readonly string[];
  version: string | null;
  isInstalled: boolean;
  features: readonly string[];
}

export async function listAgents({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  const { home } = await context.readConfig();
  const records = await Promise.all(AGENT_REGISTRY.map((agent) => describe(agent, home)));
  if (isJson) {
    for (const record of records) {
      context.output.json(record);
    }
  } else {
    show(records, context.output);
  }
}

async function describe(agent: AgentDefinition, home: string): Promise<AgentRecord> {
  const { id, name, providers, install, features } = agent;
  if (install.kind === "none") {
    return { id, name, providers, version: null, isInstalled: true, features };
  }
  const installed = await findInstalledAgent({ home, agent });
  return {
    id,
    name,
    providers,
    version: installed?.version ?? install.version,
    isInstalled: installed !== null,
    features,
  };
}

function show(records: AgentRecord[], output: Output): void {
  const { colors } = output;
  const rows = records.map(({ id, name, providers, version, isInstalled }) => [
    id,
    name,
    providers.join(", ") || "no model",
    version ?? "-",
    isInstalled ? colors.green("ready") : `not installed (catalyst agents install ${id})`,
  ]);
  for (const line of renderTable(["id", "name", "providers", "version", "state"], rows, colors)) {
    output.data(line);
  }
}
