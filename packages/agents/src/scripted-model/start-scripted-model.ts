import { ENVIRONMENT_PATHS } from "@catalyst/core";
import { LLMock } from "@copilotkit/aimock";
import { findCommitMessage, type ScriptedStep, type Turn, toTurns } from "./scripted-step.ts";

/** What each answer is said to have cost, so that metering has something to count. */
const USAGE = { input_tokens: 1200, output_tokens: 85 };

export interface ScriptedModel {
  /** For a credential's base URL. */
  baseUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts a model on loopback that makes the agent's CLI do these steps, one a turn. It answers by how many tool results
 * the conversation holds, so a retried request gets the same answer.
 */
export async function startScriptedModel(input: {
  agentId: string;
  steps: ScriptedStep[];
  repositoryPath?: string;
}): Promise<ScriptedModel> {
  const turns = toTurns(input.agentId, input.steps, input.repositoryPath ?? ENVIRONMENT_PATHS.repository);
  const mock = new LLMock({ port: 0, host: "127.0.0.1" });
  mock.on({ predicate: () => true }, (request) => {
    if (isCommitMessageRequest(input.agentId, request)) {
      return { content: findCommitMessage(input.steps), usage: USAGE };
    }
    const toolResults = request.messages.filter(({ role }) => role === "tool").length;
    return answer(isSideRequest(input.agentId, request) ? [] : turns, toolResults);
  });
  await mock.start();
  return {
    baseUrl: mock.url,
    stop: () => mock.stop(),
  };
}

/** Claude Code asks for titles and the like beside the conversation, without tools. Codex CLI's tools are of a kind that is not told here. */
function isSideRequest(agentId: string, request: { tools?: unknown[] }): boolean {
  return agentId === "claude-code" && (request.tools?.length ?? 0) === 0;
}

/** Aider has its commits' messages written by the model, from the diff and without a stream. */
function isCommitMessageRequest(agentId: string, request: { messages: { content: unknown }[] }): boolean {
  return agentId === "aider" && JSON.stringify(request.messages.at(-1)?.content ?? "").includes("# Diffs:");
}

function answer(turns: Turn[], toolResults: number) {
  const turn = turns[Math.min(toolResults, turns.length - 1)];
  if (turn?.kind === "tool") {
    const { name, arguments: args } = turn.call;
    return { toolCalls: [{ id: `call_${toolResults + 1}`, name, arguments: JSON.stringify(args) }], usage: USAGE };
  }
  return { content: turn?.text ?? "Scripted", usage: USAGE };
}
