import { ENVIRONMENT_PATHS } from "@catalyst/core";
import { type ChatCompletionRequest, type FixtureOpts, type FixtureResponse, LLMock } from "@copilotkit/aimock";
import { findCommitMessage, type ScriptedStep, type Turn, toTurns } from "./scripted-step.ts";

/** What each answer is said to have cost, so that metering has something to count. */
const USAGE = { input_tokens: 1200, output_tokens: 85 };

/** How a model misbehaves: an HTTP error, a stream that breaks off, or no answer at all. */
export type ScriptedFault = { kind: "status"; httpStatus: number } | { kind: "cut" } | { kind: "hang" };

export interface ScriptedModel {
  /** For a credential's base URL. */
  baseUrl: string;
  /** What it was asked so far, as JSON. */
  asked(): string[];
  stop(): Promise<void>;
}

export interface ScriptedModelInput {
  agentId: string;
  /** What is added to them later is done after those. */
  steps: ScriptedStep[];
  repositoryPath?: string;
  /** The first so many requests of the conversation are answered by the fault; the later ones as scripted. */
  faults?: { fault: ScriptedFault; requestCount: number };
}

/**
 * Starts a model on loopback that makes the agent's CLI do these steps, one a turn. It answers by how many of its answers
 * the conversation holds, so a retried request gets the same one, and a conversation that goes on gets the next.
 */
export async function startScriptedModel(input: ScriptedModelInput): Promise<ScriptedModel> {
  const mock = new LLMock({ port: 0, host: "127.0.0.1" });
  const isConversation = (request: ChatCompletionRequest) => !isSideRequest(input.agentId, request);
  const stopping = Promise.withResolvers<void>();
  addFaults(mock, { ...input, isConversation, stopped: stopping.promise });
  mock.on({ predicate: () => true }, (request) => {
    if (isCommitMessageRequest(input.agentId, request)) {
      return { content: findCommitMessage(input.steps), usage: USAGE };
    }
    const turns = toTurns(input.agentId, input.steps, input.repositoryPath ?? ENVIRONMENT_PATHS.repository);
    return answer(isConversation(request) ? turns : [], countAnswers(turns, request));
  });
  await mock.start();
  return {
    baseUrl: mock.url,
    asked: () => mock.getRequests().map(({ body }) => JSON.stringify(body)),
    async stop() {
      stopping.resolve();
      await mock.stop();
    },
  };
}

function addFaults(
  mock: LLMock,
  {
    faults,
    isConversation,
    stopped,
  }: Pick<ScriptedModelInput, "faults"> & {
    isConversation: (request: ChatCompletionRequest) => boolean;
    stopped: Promise<void>;
  },
): void {
  if (faults === undefined) {
    return;
  }
  let remaining = faults.requestCount;
  const respond = () => {
    remaining -= 1;
    return answerWrongly(faults.fault, stopped);
  };
  // The cut comes after the stream has begun (the pause lets it out) and before it has said anything whole.
  const options: FixtureOpts = faults.fault.kind === "cut" ? { latency: 20, chunkSize: 2, truncateAfterChunks: 3 } : {};
  mock.on({ predicate: (request) => remaining > 0 && isConversation(request) }, respond, options);
}

async function answerWrongly(fault: ScriptedFault, stopped: Promise<void>): Promise<FixtureResponse> {
  switch (fault.kind) {
    case "status":
      return { error: { message: `Scripted error ${fault.httpStatus}`, type: "scripted" }, status: fault.httpStatus };
    case "cut":
      return { content: "This sentence is cut before it comes to its end.", usage: USAGE };
    case "hang":
      await stopped;
      return { content: "" };
  }
}

/** Claude Code asks for titles and the like beside the conversation, without tools. Codex CLI's tools are of a kind that is not told here. */
function isSideRequest(agentId: string, request: { tools?: unknown[] }): boolean {
  return agentId === "claude-code" && (request.tools?.length ?? 0) === 0;
}

/** Aider has its commits' messages written by the model, from the diff and without a stream. */
function isCommitMessageRequest(agentId: string, request: { messages: { content: unknown }[] }): boolean {
  return agentId === "aider" && JSON.stringify(request.messages.at(-1)?.content ?? "").includes("# Diffs:");
}

/** A CLI may put words into its model's mouth, as aider does, and tell results twice: of these, only our own count, once. */
function countAnswers(turns: Turn[], { messages }: ChatCompletionRequest): number {
  const texts = turns.flatMap((turn) => (turn.kind === "text" ? [lastLine(turn.text)] : []));
  const isText = ({ role, content }: (typeof messages)[number]) =>
    role === "assistant" && texts.includes(lastLine(String(content ?? "")));
  const results = messages.flatMap(({ role, tool_call_id: id }, index) => (role === "tool" ? [id ?? index] : []));
  return new Set(results).size + messages.filter(isText).length;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim() ?? "";
}

function answer(turns: Turn[], given: number): FixtureResponse {
  const turn = turns[Math.min(given, turns.length - 1)];
  if (turn?.kind === "tool") {
    const { name, arguments: args } = turn.call;
    return { toolCalls: [{ id: `call_${given + 1}`, name, arguments: JSON.stringify(args) }], usage: USAGE };
  }
  return { content: turn?.text ?? "Scripted", usage: USAGE };
}
