import type { AgentOutcome, ExecutionEventBody } from "@catalyst/core";
import { z } from "zod";
import type { OutputReader } from "../agent-adapter.ts";
import { Count, editOf, fitName, fitText, outcomeOfError, readJsonLine, summarise } from "../text-event.ts";

const Text = z.object({ text: z.string() });
const Tool = z.object({
  tool: z.string(),
  callID: z.string(),
  state: z.object({
    status: z.string(),
    input: z.record(z.string(), z.unknown()).catch({}),
    output: z.string().optional(),
    error: z.string().optional(),
    title: z.string().optional(),
    metadata: z
      .object({ exit: z.number().nullish().catch(null) })
      .catch({ exit: null })
      .optional(),
  }),
});
const Tokens = z.object({
  input: Count,
  output: Count,
  reasoning: Count,
  cache: z.object({ read: Count, write: Count }).catch({ read: 0, write: 0 }),
});
const Failure = z.object({
  name: z.string().catch("error"),
  data: z
    .object({ message: z.string().optional(), statusCode: z.int().optional(), isRetryable: z.boolean().optional() })
    .catch({})
    .optional(),
});
const Line = z.discriminatedUnion("type", [
  z.object({ type: z.literal("step_start") }),
  z.object({ type: z.literal("text"), part: Text }),
  z.object({ type: z.literal("reasoning"), part: Text }),
  z.object({ type: z.literal("tool_use"), part: Tool }),
  z.object({
    type: z.literal("step_finish"),
    part: z.object({ reason: z.string(), tokens: Tokens.nullish().catch(null) }),
  }),
  z.object({ type: z.literal("error"), error: Failure }),
  z.object({ type: z.literal("catalyst_retry"), attempt: z.int(), message: z.string() }),
]);

interface State {
  sessionId: string | null;
  failure: { text: string; isRetryable: boolean } | null;
  lastMessage: string | null;
  /** Why the model's newest answer ended; null while there is none, or one is being given. */
  reason: string | null;
}

/** The lines of `opencode run --format json` (1.18), and those of our plugin. */
export function createOutputReader(): OutputReader {
  const state: State = { sessionId: null, failure: null, lastMessage: null, reason: null };
  return {
    read: (line) =>
      readJsonLine(line, Line, (known, value) => [
        ...readSession(value, state),
        ...(known === null ? [] : readKnown(known, state)),
      ]),
    end({ exitCode, timedOut }) {
      const said = state.failure?.text ?? state.lastMessage;
      return {
        outcome: outcome({ exitCode, timedOut, ...state }),
        summary: said === null ? null : fitText(said),
        events: [],
      };
    },
  };
}

function outcome(end: State & { exitCode: number | null; timedOut: boolean }): AgentOutcome {
  if (end.timedOut) {
    return "timed_out";
  }
  if (end.exitCode === 0 && end.reason === "stop" && end.failure === null) {
    return "completed";
  }
  const told = outcomeOfError(end.failure?.text ?? "");
  // The words are the provider's and may say little: that it was worth retrying says that it was the provider's fault.
  return told === "failed" && end.failure?.isRetryable ? "provider_unavailable" : told;
}

/** Every line names the session; the first one tells it. */
function readSession({ sessionID }: Record<string, unknown>, state: State): ExecutionEventBody[] {
  if (state.sessionId !== null || typeof sessionID !== "string" || sessionID === "") {
    return [];
  }
  state.sessionId = fitName(sessionID);
  return [{ type: "session", sessionId: state.sessionId, model: null }];
}

function readKnown(line: z.infer<typeof Line>, state: State): ExecutionEventBody[] {
  switch (line.type) {
    case "step_start":
      state.reason = null;
      return [];
    case "text":
      state.lastMessage = line.part.text;
      return [{ type: "message", role: "assistant", text: fitText(line.part.text) }];
    case "reasoning":
      return [{ type: "message", role: "thinking", text: fitText(line.part.text) }];
    case "tool_use":
      return toToolEvents(line.part);
    case "step_finish":
      state.reason = line.part.reason;
      return line.part.tokens == null ? [] : [toUsage(line.part.tokens)];
    case "error":
      state.failure = toFailure(line.error);
      return [{ type: "log", stream: "stderr", text: fitText(state.failure.text) }];
    case "catalyst_retry":
      return [{ type: "log", stream: "stderr", text: fitText(`Retry ${line.attempt}: ${line.message}`) }];
  }
}

function toFailure({ name, data }: z.infer<typeof Failure>): NonNullable<State["failure"]> {
  const said = data?.message ?? name;
  return {
    text: data?.statusCode === undefined ? said : `${data.statusCode}: ${said}`,
    isRetryable: data?.isRetryable === true,
  };
}

/** It prints a call when that has ended, so call and result come at once. */
function toToolEvents({ tool, callID, state }: z.infer<typeof Tool>): ExecutionEventBody[] {
  const callId = fitName(callID);
  const { command, filePath, oldString, newString, content } = state.input;
  const telling = [command, filePath, state.title].find((text) => typeof text === "string") ?? "";
  const isError = state.status !== "completed" || (state.metadata?.exit ?? 0) !== 0;
  const edit = content === undefined ? editOf(oldString, newString) : editOf("", content);
  return [
    { type: "tool_call", callId, tool: fitName(tool), summary: summarise(telling as string), ...edit },
    { type: "tool_result", callId, isError, text: fitText(state.output ?? state.error ?? "") },
  ];
}

function toUsage({ input, output, reasoning, cache }: z.infer<typeof Tokens>): ExecutionEventBody {
  return {
    type: "agent_usage",
    usage: {
      inputTokens: input,
      cacheReadTokens: cache.read,
      cacheWriteTokens: cache.write,
      outputTokens: Math.min(output + reasoning, Number.MAX_SAFE_INTEGER),
      reasoningTokens: reasoning,
    },
  };
}
