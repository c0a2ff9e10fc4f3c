import { type AgentOutcome, type ExecutionEventBody, MAX_EVENT_TEXT_LENGTH } from "@catalyst/core";
import { z } from "zod";
import type { OutputReader } from "../agent-adapter.ts";
import {
  Count,
  editOf,
  fitName,
  fitText,
  outcomeOfError,
  parseObject,
  readJsonLine,
  summarise,
  textOf,
} from "../text-event.ts";

const Stats = z.object({ total_tokens: Count, input_tokens: Count, output_tokens: Count, cached: Count });
const Line = z.discriminatedUnion("type", [
  z.object({ type: z.literal("init"), session_id: z.string(), model: z.string().nullish().catch(null) }),
  z.object({ type: z.literal("message"), role: z.string(), content: z.string() }),
  z.object({
    type: z.literal("tool_use"),
    tool_name: z.string(),
    tool_id: z.string(),
    parameters: z.record(z.string(), z.unknown()).catch({}),
  }),
  z.object({
    type: z.literal("tool_result"),
    tool_id: z.string(),
    status: z.string(),
    output: z.string().nullish().catch(null),
    error: z.object({ message: z.string() }).nullish().catch(null),
  }),
  z.object({ type: z.literal("error"), severity: z.string().catch("error"), message: z.string() }),
  z.object({
    type: z.literal("result"),
    status: z.string(),
    error: z.object({ message: z.string() }).nullish().catch(null),
    stats: Stats.nullish().catch(null),
  }),
]);
type Line = z.infer<typeof Line>;

/** What tells most of a call, the first that there is. */
const TELLING = ["command", "file_path", "dir_path", "pattern", "query", "url", "prompt"];

interface State {
  /** The message that is being said, of which a line holds a few words; once it is longer than an event can tell, no more of it. */
  saying: string;
  lastMessage: string | null;
  failure: string | null;
  isComplete: boolean;
}

/** The lines of `gemini --output-format stream-json` (Gemini CLI 0.61). */
export function createOutputReader(): OutputReader {
  const state: State = { saying: "", lastMessage: null, failure: null, isComplete: false };
  return {
    read: (line) => readJsonLine(line, Line, (known) => (known === null ? [] : readKnown(known, state))),
    end({ exitCode, timedOut }) {
      const events = finishMessage(state);
      const said = state.failure ?? state.lastMessage;
      return {
        outcome: timedOut ? "timed_out" : toOutcome(state, exitCode),
        summary: said === null ? null : fitText(said),
        events,
      };
    },
  };
}

function readKnown(line: Line, state: State): ExecutionEventBody[] {
  if (line.type === "message") {
    // What the user said comes back, too.
    if (line.role === "assistant" && state.saying.length <= MAX_EVENT_TEXT_LENGTH) {
      state.saying += line.content;
    }
    return [];
  }
  return [...finishMessage(state), ...readStep(line, state)];
}

function finishMessage(state: State): ExecutionEventBody[] {
  const text = state.saying;
  state.saying = "";
  if (text.trim() === "") {
    return [];
  }
  state.lastMessage = text;
  return [{ type: "message", role: "assistant", text: fitText(text) }];
}

function readStep(line: Exclude<Line, { type: "message" }>, state: State): ExecutionEventBody[] {
  switch (line.type) {
    case "init":
      return [
        {
          type: "session",
          sessionId: fitName(line.session_id),
          model: line.model == null ? null : fitName(line.model),
        },
      ];
    case "tool_use":
      return [
        {
          type: "tool_call",
          callId: fitName(line.tool_id),
          tool: fitName(line.tool_name),
          summary: summarise(describeCall(line.parameters)),
          ...describeEdit(line.parameters),
        },
      ];
    case "tool_result":
      return [
        {
          type: "tool_result",
          callId: fitName(line.tool_id),
          isError: line.status !== "success",
          text: fitText(line.output ?? line.error?.message ?? ""),
        },
      ];
    case "error":
      // A loop that it gave up on is told as a warning and followed by success.
      if (line.severity === "error" || line.message.startsWith("Loop detected")) {
        state.failure = line.message;
      }
      return [{ type: "log", stream: "stderr", text: fitText(line.message) }];
    case "result":
      state.isComplete = line.status === "success";
      if (!state.isComplete) {
        state.failure =
          line.error == null ? (state.failure ?? "It ended with an error.") : readError(line.error.message);
      }
      return line.stats == null ? [] : toUsage(line.stats);
  }
}

function describeEdit({ old_string, new_string, content }: Record<string, unknown>) {
  return content === undefined ? editOf(old_string, new_string) : editOf("", content);
}

function describeCall(parameters: Record<string, unknown>): string {
  const telling = TELLING.map((name) => parameters[name]).find((value) => typeof value === "string");
  return textOf(telling ?? parameters);
}

/** Thoughts are in the sum alone. Requests beside the conversation are counted, too. */
function toUsage({ total_tokens, input_tokens, output_tokens, cached }: z.infer<typeof Stats>): ExecutionEventBody[] {
  if (total_tokens === 0) {
    return [];
  }
  const outputTokens = Math.max(output_tokens, total_tokens - input_tokens);
  return [
    {
      type: "agent_usage",
      usage: {
        inputTokens: Math.max(0, input_tokens - cached),
        cacheReadTokens: cached,
        cacheWriteTokens: 0,
        outputTokens,
        reasoningTokens: outputTokens - output_tokens,
      },
    },
  ];
}

/** An answer of the API stands in brackets as it came: its number and words are what a person wants to read. */
function readError(message: string): string {
  const [, json = ""] = /^\[API Error: (?:got status: \w+\. )?(\{.*\})\]/s.exec(message) ?? [];
  const parsed = z
    .object({ error: z.object({ code: z.int(), message: z.string(), status: z.string().catch("") }) })
    .safeParse(parseObject(json));
  if (!parsed.success) {
    return message;
  }
  const { code, message: said, status } = parsed.data.error;
  return `API error ${code}${status === "" ? "" : ` (${status})`}: ${said}`;
}

function toOutcome({ failure: said, isComplete }: State, exitCode: number | null): AgentOutcome {
  if (exitCode === 0 && isComplete && said === null) {
    return "completed";
  }
  const failure = said ?? "";
  // Google answers 400 to a key that it doesn't know, and the CLI leaves a 429's number out.
  if (/API[ _]key[ _](not valid|invalid|expired)/i.test(failure)) {
    return "credential_rejected";
  }
  if (/request a quota increase|exceeded your current quota|RESOURCE_EXHAUSTED/i.test(failure)) {
    return "rate_limited";
  }
  if (/API Error: terminated|fetch failed|incomplete json|without a finish reason/i.test(failure)) {
    return "provider_unavailable";
  }
  return outcomeOfError(failure);
}
