import { CatalystError } from "@catalyst/core";
import type { AgentDefinition } from "./agent-definition.ts";
import { aider } from "./aider/aider.ts";
import { claudeCode } from "./claude-code/claude-code.ts";
import { codexCli } from "./codex-cli/codex-cli.ts";
import { opencode } from "./opencode/opencode.ts";
import { script } from "./script/script.ts";

/** Every agent that Catalyst can run. */
export const AGENT_REGISTRY: readonly AgentDefinition[] = [claudeCode, codexCli, aider, opencode, script];

/** Throws `invalid_input` naming the agents that exist. */
export function findAgent(id: string): AgentDefinition {
  const agent = AGENT_REGISTRY.find((known) => known.id === id);
  if (agent === undefined) {
    const known = AGENT_REGISTRY.map((each) => each.id).join(", ");
    throw new CatalystError("invalid_input", `Unknown agent "${id}". Known are: ${known}.`);
  }
  return agent;
}
