import { type AgentFile, AgentId, CatalystError, type Job, type SettingsFormats } from "@catalyst/core";
import type { AgentDefinition } from "./agent-definition.ts";
import { aider } from "./aider/aider.ts";
import { claudeCode } from "./claude-code/claude-code.ts";
import { codexCli } from "./codex-cli/codex-cli.ts";
import { CustomAgent } from "./custom/custom-agent.ts";
import { defineAgent, readAgentFile } from "./custom/define-agent.ts";
import { geminiCli } from "./gemini-cli/gemini-cli.ts";
import { opencode } from "./opencode/opencode.ts";
import { script } from "./script/script.ts";

/** Every agent that Catalyst brings. */
export const AGENT_REGISTRY: readonly AgentDefinition[] = [claudeCode, codexCli, aider, opencode, geminiCli, script];

/** Those that ask a model. Each is held to the contract in `testing/`, and the demo can show it. */
export const AGENTS_WITH_MODEL = AGENT_REGISTRY.filter(({ providers }) => providers.length > 0);

/** An agent of the registry. Throws `invalid_input` naming those that exist. */
export function findAgent(id: string): AgentDefinition {
  return findInRegistry(id) ?? refuseUnknown(id, []);
}

/** Where the agents are defined that the registry doesn't have. */
export interface AgentSources {
  formats: Pick<SettingsFormats, "parseYaml">;
  /** The definition of this name that counts; null: there is none. */
  readFile(id: string): Promise<AgentFile | null>;
  /** The names that could have been meant. */
  listIds(): Promise<readonly string[]>;
}

/** An agent of the registry or a defined one; no definition replaces what the registry has. Throws like `findAgent`. */
export async function lookUpAgent(id: string, sources: AgentSources): Promise<AgentDefinition> {
  const registered = findInRegistry(id);
  if (registered !== undefined) {
    return registered;
  }
  const isName = AgentId.safeParse(id).success;
  const file = isName ? await sources.readFile(id) : null;
  const note = isName
    ? ` One that the repository describes (.catalyst/agents/${id}.yaml) counts once it is committed at the base.`
    : "";
  return file === null
    ? refuseUnknown(id, await sources.listIds(), note)
    : defineAgent(file, readAgentFile(file, sources.formats));
}

/** The agent that a job names, wherever it is defined. Who defined it means nothing in an environment, but where it is installed. */
export function findAgentOfJob(
  { id, definition }: Pick<Job["agent"], "id" | "definition">,
  owner: AgentFile["owner"] = "project",
): AgentDefinition {
  return definition === undefined ? findAgent(id) : defineAgent({ id, owner }, CustomAgent.parse(definition));
}

function findInRegistry(id: string): AgentDefinition | undefined {
  const named = AgentId.safeParse(id).data;
  return AGENT_REGISTRY.find((known) => known.id === named);
}

function refuseUnknown(id: string, defined: readonly string[], note = ""): never {
  const known = [...AGENT_REGISTRY.map((each) => each.id), ...defined].join(", ");
  throw new CatalystError(
    "invalid_input",
    `Unknown agent "${id}". Known are: ${known}.${note} To add one of yours: docs/guide/custom-agents.md`,
  );
}
