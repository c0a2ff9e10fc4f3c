import type { AgentOutcome, ExecutionEventBody } from "@catalyst/core";
import { z } from "zod";
import type { OutputReader } from "../agent-adapter.ts";
import {
  Count,
  editOf,
  fitName,
  fitText,
  outcomeOfError,
  parseObject,
  stdoutLog,
  summarise,
  textOf,
} from "../text-event.ts";
import { PLAN_TOOL } from "./steering.ts";

const ToolResultContent = z.union([z.string(), z.array(z.object({ text: z.string().optional() }).loose())]);
const Block = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("thinking"), thinking: z.string() }),
  z.object({
    type: z.literal("tool_use"),
    id: z.string(),
    name: z.string(),
    input: z.record(z.string(), z.unknown()).catch({}),
  }),
  z.object({
    type: z.literal("tool_result"),
    tool_use_id: z.string(),
    content: ToolResultContent.optional(),
    is_error: z.boolean().nullish(),
  }),
]);
const Message = z.object({ message: z.object({ content: z.union([z.string(), z.array(z.unknown())]) }) });
const Init = z.object({ subtype: z.literal("init"), session_id: z.string(), model: z.string().nullish() });
const Result = z.object({
  subtype: z.string(),
  is_error: z.boolean().catch(false),
  result: z.string().nullish(),
  usage: z
    .object({
      input_tokens: Count,
      cache_read_input_tokens: Count,
      cache_creation_input_tokens: Count,
      output_tokens: Count,
    })
    .nullish()
    .catch(null),
});

interface State {
  result: z.infer<typeof Result> | null;
  /** The call that handed the plan over: what it is answered is ours, and nothing that happened. */
  planCallId: string | null;
}

/** The lines of `--output-format stream-json` (Claude Code 2.1). */
export function createOutputReader(): OutputReader {
  const state: State = { result: null, planCallId: null };
  return {
    read(line) {
      const value = parseObject(line);
      switch (value?.type) {
        case "system":
          return readInit(value);
        case "assistant":
        case "user":
          return readMessage(value, line, state);
        case "result":
          state.result = Result.safeParse(value).data ?? state.result;
          return readUsage(state.result);
        case undefined:
          return stdoutLog(line);
        default:
          return [];
      }
    },
    end({ exitCode, timedOut }) {
      const { result } = state;
      const said = result?.result ?? null;
      return {
        outcome: outcome({ exitCode, timedOut, isError: result?.is_error ?? result === null, said }),
        summary: said === null ? null : fitText(said),
        events: [],
      };
    },
  };
}

function outcome(end: {
  exitCode: number | null;
  timedOut: boolean;
  isError: boolean;
  said: string | null;
}): AgentOutcome {
  if (end.timedOut) {
    return "timed_out";
  }
  // It exits with 0 in some versions although its result is an API error.
  return end.exitCode === 0 && !end.isError ? "completed" : outcomeOfError(end.said ?? "");
}

function readInit(value: unknown): ExecutionEventBody[] {
  const init = Init.safeParse(value);
  return init.success
    ? [
        {
          type: "session",
          sessionId: fitName(init.data.session_id),
          model: init.data.model == null ? null : fitName(init.data.model),
        },
      ]
    : [];
}

function readMessage(value: unknown, line: string, state: State): ExecutionEventBody[] {
  const parsed = Message.safeParse(value);
  if (!parsed.success) {
    return stdoutLog(line);
  }
  const { content } = parsed.data.message;
  const blocks = typeof content === "string" ? [{ type: "text", text: content }] : content;
  return blocks.flatMap((block) => {
    const known = Block.safeParse(block);
    return known.success ? (readPlan(known.data, state) ?? [toEvent(known.data)]) : [];
  });
}

/** null: the block has to do with no plan. The CLI fills in the plan from the file that the model wrote it to. */
function readPlan(block: z.infer<typeof Block>, state: State): ExecutionEventBody[] | null {
  if (block.type === "tool_result" && block.tool_use_id === state.planCallId) {
    return [];
  }
  if (block.type !== "tool_use" || block.name !== PLAN_TOOL || typeof block.input.plan !== "string") {
    return null;
  }
  state.planCallId = block.id;
  return [{ type: "plan", markdown: fitText(block.input.plan) }];
}

function toEvent(block: z.infer<typeof Block>): ExecutionEventBody {
  switch (block.type) {
    case "text":
      return { type: "message", role: "assistant", text: fitText(block.text) };
    case "thinking":
      return { type: "message", role: "thinking", text: fitText(block.thinking) };
    case "tool_use":
      return {
        type: "tool_call",
        callId: fitName(block.id),
        tool: fitName(block.name),
        summary: describeInput(block.input),
        ...describeEdit(block.input),
      };
    case "tool_result":
      return {
        type: "tool_result",
        callId: fitName(block.tool_use_id),
        isError: block.is_error === true,
        text: fitText(joinContent(block.content)),
      };
  }
}

function describeInput(input: Record<string, unknown>): string {
  const telling =
    input.command ?? input.file_path ?? input.path ?? input.pattern ?? input.url ?? input.description ?? input.prompt;
  return summarise(textOf(typeof telling === "string" ? telling : input));
}

/** `Edit` says both sides, `Write` the file as it is to be. */
function describeEdit({ old_string, new_string, content, file_path }: Record<string, unknown>) {
  return typeof file_path === "string" && content !== undefined ? editOf("", content) : editOf(old_string, new_string);
}

function joinContent(content: z.infer<typeof ToolResultContent> | undefined): string {
  return typeof content === "string" ? content : (content ?? []).map(({ text }) => text ?? "").join("\n");
}

function readUsage(result: z.infer<typeof Result> | null): ExecutionEventBody[] {
  if (result?.usage == null) {
    return [];
  }
  const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens, output_tokens } = result.usage;
  const usage = {
    inputTokens: input_tokens,
    cacheReadTokens: cache_read_input_tokens,
    cacheWriteTokens: cache_creation_input_tokens,
    outputTokens: output_tokens,
    reasoningTokens: 0,
  };
  return [{ type: "agent_usage", usage }];
}
