import type { AgentOutcome, ExecutionEventBody } from "@catalyst/core";
import { z } from "zod";
import type { OutputReader } from "../agent-adapter.ts";
import { Count, fitName, fitText, outcomeOfError, readJsonLine, summarise } from "../text-event.ts";

const Item = z.object({
  id: z.string().catch(""),
  type: z.string(),
  text: z.string().optional(),
  message: z.string().optional(),
  command: z.string().optional(),
  aggregated_output: z.string().optional(),
  exit_code: z.int().nullish(),
  status: z.string().optional(),
  changes: z.array(z.object({ path: z.string() }).loose()).optional(),
});
const Line = z.discriminatedUnion("type", [
  z.object({ type: z.literal("thread.started"), thread_id: z.string() }),
  z.object({
    type: z.literal("turn.completed"),
    usage: z
      .object({ input_tokens: Count, cached_input_tokens: Count, output_tokens: Count, reasoning_output_tokens: Count })
      .nullish()
      .catch(null),
  }),
  z.object({ type: z.literal("turn.failed"), error: z.object({ message: z.string() }) }),
  z.object({ type: z.literal("error"), message: z.string() }),
  z.object({ type: z.literal("item.started"), item: Item }),
  z.object({ type: z.literal("item.completed"), item: Item }),
]);

/** The lines of `codex exec --json` (Codex CLI 0.169). */
export function createOutputReader(): OutputReader {
  const state: { failure: string | null; lastMessage: string | null; isComplete: boolean } = {
    failure: null,
    lastMessage: null,
    isComplete: false,
  };
  return {
    read: (line) => readJsonLine(line, Line, (known) => (known === null ? [] : readKnown(known, state))),
    end({ exitCode, timedOut }) {
      const said = state.failure ?? state.lastMessage;
      return {
        outcome: outcome({ exitCode, timedOut, ...state }),
        summary: said === null ? null : fitText(said),
        events: [],
      };
    },
  };
}

function outcome(end: {
  exitCode: number | null;
  timedOut: boolean;
  failure: string | null;
  isComplete: boolean;
}): AgentOutcome {
  if (end.timedOut) {
    return "timed_out";
  }
  return end.exitCode === 0 && end.isComplete && end.failure === null ? "completed" : outcomeOfError(end.failure ?? "");
}

function readKnown(
  line: z.infer<typeof Line>,
  state: { failure: string | null; lastMessage: string | null; isComplete: boolean },
): ExecutionEventBody[] {
  switch (line.type) {
    case "thread.started":
      return [{ type: "session", sessionId: fitName(line.thread_id), model: null }];
    case "turn.completed":
      state.isComplete = true;
      state.failure = null;
      return line.usage == null ? [] : [toUsage(line.usage)];
    case "turn.failed":
      state.failure = line.error.message;
      return [];
    case "error":
      state.failure = line.message;
      return [{ type: "log", stream: "stderr", text: fitText(line.message) }];
    case "item.started":
      return line.item.type === "command_execution" ? [toCall(line.item)] : [];
    case "item.completed":
      if (line.item.type === "agent_message") {
        state.lastMessage = line.item.text ?? null;
      }
      return toEvents(line.item);
  }
}

function toUsage(usage: {
  input_tokens: number;
  cached_input_tokens: number;
  output_tokens: number;
  reasoning_output_tokens: number;
}): ExecutionEventBody {
  return {
    type: "agent_usage",
    usage: {
      inputTokens: Math.max(0, usage.input_tokens - usage.cached_input_tokens),
      cacheReadTokens: usage.cached_input_tokens,
      cacheWriteTokens: 0,
      outputTokens: usage.output_tokens,
      reasoningTokens: usage.reasoning_output_tokens,
    },
  };
}

function toEvents(item: z.infer<typeof Item>): ExecutionEventBody[] {
  switch (item.type) {
    case "agent_message":
      return [{ type: "message", role: "assistant", text: fitText(item.text ?? "") }];
    case "reasoning":
      return [{ type: "message", role: "thinking", text: fitText(item.text ?? "") }];
    case "command_execution":
      return [
        {
          type: "tool_result",
          callId: fitName(item.id),
          isError: item.exit_code !== 0,
          text: fitText(item.aggregated_output ?? ""),
        },
      ];
    case "file_change": {
      const paths = (item.changes ?? []).map(({ path }) => path).join(", ");
      return [{ type: "tool_call", callId: fitName(item.id), tool: "file_change", summary: summarise(paths) }];
    }
    case "error":
      return [{ type: "log", stream: "stderr", text: fitText(item.message ?? item.text ?? "error") }];
    default:
      return [];
  }
}

function toCall(item: z.infer<typeof Item>): ExecutionEventBody {
  return { type: "tool_call", callId: fitName(item.id), tool: "shell", summary: summarise(item.command ?? "") };
}
