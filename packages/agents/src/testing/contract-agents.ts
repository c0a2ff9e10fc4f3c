import type { AgentDefinition } from "../agent-definition.ts";
import { aider } from "../aider/aider.ts";
import { claudeCode } from "../claude-code/claude-code.ts";
import { codexCli } from "../codex-cli/codex-cli.ts";
import { geminiCli } from "../gemini-cli/gemini-cli.ts";
import { opencode } from "../opencode/opencode.ts";

/** What an agent's output can tell beside its messages. */
type Telling = "session" | "tool_call" | "agent_usage";

/** An agent that the contract is held against, on recordings and on its real CLI. */
export interface ContractAgent {
  agent: AgentDefinition;
  tells: readonly Telling[];
}

/** A further agent joins by a row here, a dialect in ../scripted-model/scripted-step.ts and its recordings. */
export const CONTRACT_AGENTS: readonly ContractAgent[] = [
  { agent: claudeCode, tells: ["session", "tool_call", "agent_usage"] },
  { agent: codexCli, tells: ["session", "tool_call", "agent_usage"] },
  { agent: aider, tells: ["session", "tool_call", "agent_usage"] },
  { agent: opencode, tells: ["session", "tool_call", "agent_usage"] },
  { agent: geminiCli, tells: ["session", "tool_call", "agent_usage"] },
];
