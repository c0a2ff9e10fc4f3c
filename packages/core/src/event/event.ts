import { z } from "zod";
import { BudgetUse } from "../budget/budget.ts";
import { MAX_ANSWERS, ThreadAnswer } from "../result/answers/thread-answer.ts";
import { Review } from "../result/review.ts";
import { StoredWay } from "../way.ts";
import { Note } from "./note.ts";
import { storedBody } from "./stored-body.ts";
import type { UsageTotal } from "./usage-total.ts";

/** Longest text of one event in characters; who makes events cuts longer text and says so. */
export const MAX_EVENT_TEXT_LENGTH = 64 * 1024;

const Text = z.string().max(MAX_EVENT_TEXT_LENGTH);
const Count = z.int().nonnegative();

/** Tokens as the field counts them: `input` excludes cached ones; `output` includes reasoning. */
export const TokenUsage = z.object({
  inputTokens: Count,
  cacheReadTokens: Count.default(0),
  cacheWriteTokens: Count.default(0),
  outputTokens: Count,
  reasoningTokens: Count.default(0),
});
export type TokenUsage = z.infer<typeof TokenUsage>;

/** A commit that an agent left elsewhere than on its branch, and how people know it. */
export const BesideCommit = z.object({ name: z.string().max(300), commit: z.string().max(64) });
export type BesideCommit = z.infer<typeof BesideCommit>;

export const CollectedWork = z.object({
  /** Commits that the branch is without, at `refs/beside/1` and on. */
  beside: z.array(BesideCommit).max(20),
  /** What could not be taken, a few words each. */
  leftOut: z.array(z.string().max(1000)).max(50),
});
export type CollectedWork = z.infer<typeof CollectedWork>;

/** How an agent's process ended, as the runner saw it. */
export const AgentOutcome = z.enum([
  "completed",
  "failed",
  "timed_out",
  "cancelled",
  "credential_rejected",
  "rate_limited",
  "provider_unavailable",
  "budget_exceeded",
  /** It ended well, and its work could not be had. */
  "not_taken",
]);
export type AgentOutcome = z.infer<typeof AgentOutcome>;

/** What an edit of a file takes away and puts in its place, as much of each as a few lines show. */
export const CallEdit = z.object({
  removed: z.string().max(MAX_EVENT_TEXT_LENGTH),
  added: z.string().max(MAX_EVENT_TEXT_LENGTH),
  /** There is more of it. */
  isCut: z.boolean(),
});
export type CallEdit = z.infer<typeof CallEdit>;

/** What happened in an execution. */
export const ExecutionEventBody = z.discriminatedUnion("type", [
  z.object({ type: z.literal("message"), role: z.enum(["assistant", "thinking"]), text: Text }),
  z.object({
    type: z.literal("tool_call"),
    callId: z.string().max(255),
    tool: z.string().max(255),
    summary: Text,
    /** Absent: it edits nothing, or its agent doesn't say how. */
    edit: CallEdit.optional(),
  }),
  z.object({ type: z.literal("tool_result"), callId: z.string().max(255), isError: z.boolean(), text: Text }),
  z.object({ type: z.literal("log"), stream: z.enum(["stdout", "stderr", "system"]), text: Text }),
  /** Metered by the gateway. `costUsd` null: the price of the model is not known. */
  z.object({
    type: z.literal("usage"),
    provider: z.string().max(50),
    model: z.string().max(255),
    usage: TokenUsage,
    costUsd: z.number().nonnegative().nullable(),
    /** The most tokens that the model takes at once; absent: that isn't known. */
    windowTokens: z.int().positive().optional(),
    /** Tokens or costs may have been less: the answer broke off before it told them, or the price isn't known. */
    isAtMost: z.boolean().default(false),
    /** A subscription covers it: it costs nothing beyond that. */
    isCovered: z.boolean().default(false),
  }),
  /** Counted by the agent itself: for comparison, never for billing. */
  z.object({ type: z.literal("agent_usage"), usage: TokenUsage }),
  z.object({ type: z.literal("session"), sessionId: z.string().max(255), model: z.string().max(255).nullable() }),
  z.object({
    type: z.literal("status"),
    status: z.string().max(50),
    detail: Text.nullable(),
    /** What can be done about an end. */
    way: StoredWay.nullish(),
  }),
  /** What a person should know of how the work begins, in our own words. */
  Note.extend({ type: z.literal("note") }),
  z.object({ type: z.literal("checkpoint"), commit: z.string().max(64) }),
  /** The agent's work was collected and pushed. */
  CollectedWork.extend({ type: z.literal("collected") }),
  /** The plan that an agent made in a `plan` execution. */
  z.object({ type: z.literal("plan"), markdown: Text }),
  /** What a person said to the agent. `live`: it was given to the running agent; `turn`: at the start of its turn. */
  z.object({ type: z.literal("user_message"), text: Text, delivery: z.enum(["live", "turn"]) }),
  /** A hook of the project began or ended; its output comes between as `log`. `exitCode` null: not ended, or by a signal. */
  z.object({
    type: z.literal("hook"),
    name: z.enum(["setup", "verify"]),
    phase: z.enum(["started", "ended"]),
    attempt: z.int().positive(),
    exitCode: z.int().nullable(),
    /** Whether the result of an earlier `setup` was used. */
    cache: z.enum(["hit", "miss"]).nullable(),
    /** The end of what it printed, once it ended. */
    output: Text.default(""),
    /** The commit that it judged; null for one that judges nothing. */
    commit: z.string().max(64).nullable().default(null),
  }),
  /**
   * Metered by the gateway: a budget comes to its end (`warning`), a request was refused for it (`exceeded`), or much is spent and no
   * budget limits it (`threshold`).
   */
  z.object({
    type: z.literal("budget"),
    kind: z.enum(["warning", "exceeded", "threshold"]),
    ...BudgetUse.shape,
  }),
  /** Something was refused by the gateway or the sandbox. */
  z.object({ type: z.literal("blocked"), action: z.string().max(255), reason: Text }),
  /** More was refused than is told one by one; `last` is what the last of them tried. */
  z.object({ type: z.literal("blocked_more"), count: z.int().positive(), last: z.string().max(255) }),
  /** The log is full: so much is left out from here on, until something that tells the execution's course. */
  z.object({ type: z.literal("left_out"), events: z.int().positive(), bytes: Count }),
  /** An LLM request that the provider answered with an error. */
  z.object({ type: z.literal("llm_error"), provider: z.string().max(50), httpStatus: z.int(), detail: Text }),
  /** The agent ended its turn; written by the runner, as the last of the agent's stage. */
  z.object({
    type: z.literal("agent_ended"),
    outcome: AgentOutcome,
    exitCode: z.int().nullable(),
    command: Text,
    summary: Text.nullable(),
    headCommit: z.string().max(64).nullable(),
    /** The agent's own name for its conversation. */
    sessionId: z.string().max(255).nullable().default(null),
    /** How long it worked. */
    seconds: z.number().nonnegative().default(0),
    /** What it found; absent: it was to find nothing, or didn't say it in the form that was asked for. */
    review: Review.optional(),
    /** What it said in the threads that it was told of; absent: nothing. */
    answers: z.array(ThreadAnswer).max(MAX_ANSWERS).optional(),
  }),
]);
export type ExecutionEventBody = z.infer<typeof ExecutionEventBody>;
/** What a request to a model came to. */
export type UsageEvent = Extract<ExecutionEventBody, { type: "usage" }>;

/** As it is read: what a newer version wrote is carried along. */
export const StoredEventBody = storedBody(ExecutionEventBody);
export type StoredEventBody = z.infer<typeof StoredEventBody>;

/** What passes from one stage of an environment to the next: few of them, however much there is in between. */
export const STAGE_EVENTS = ["hook", "agent_ended"] as const satisfies ExecutionEventBody["type"][];

/** What tells people what an execution is at, when it is the newest of these. */
export const DOING_EVENTS = [
  ...(["message", "tool_call", "user_message", "plan"] as const satisfies ExecutionEventBody["type"][]),
  ...(["hook", "agent_ended"] as const satisfies ExecutionEventBody["type"][]),
];

/** Where what people read of an event stands: what a log is searched in. */
export const SEARCHED_FIELDS = [
  ...(["text", "tool", "summary", "detail", "output", "markdown"] as const),
  ...(["action", "reason", "last", "commit"] as const),
];

export const EventSource = z.enum(["runner", "worker", "gateway"]);
export type EventSource = z.infer<typeof EventSource>;

/** An event as who writes it numbers it, from 1 without gaps. */
export const SourcedEvent = z.object({
  sourceNumber: z.int().positive(),
  at: z.coerce.date(),
  body: ExecutionEventBody,
});
export type SourcedEvent = z.infer<typeof SourcedEvent>;

/** An event as stored: `number` counts an execution's events from 1 without gaps. */
export const ExecutionEvent = SourcedEvent.extend({
  executionId: z.uuid(),
  number: z.int().positive(),
  source: EventSource,
  body: StoredEventBody,
});
export type ExecutionEvent = z.infer<typeof ExecutionEvent>;

export interface AppendedEvents {
  executionId: string;
  /** Tells the runners of an execution apart; at most 64 characters. */
  writer: string;
  events: SourcedEvent[];
}

export interface EventStore {
  /**
   * Stores a runner's events once each, in order. Each writer has a sequence of its own: none can take another's numbers.
   * Events beyond a gap in `sourceNumber` are not taken, and what the log has no room for is counted only. Returns the writer's highest stored number: what is acknowledged.
   */
  append(input: AppendedEvents): Promise<number>;
  /**
   * What a worker that takes an execution on tells of it, by the lease that it holds. Who repeats its step tells it again, and
   * it is stored once. Throws `lease_lost` when the epoch is not the current one.
   */
  tell(lease: { executionId: string; epoch: number }, body: ExecutionEventBody): Promise<void>;
  /** Numbers the event itself, for sources without a spool of their own (worker, gateway). */
  record(input: { executionId: string; source: "worker" | "gateway"; body: ExecutionEventBody }): Promise<void>;
  list(input: { executionId: string; afterNumber: number; limit: number }): Promise<ExecutionEvent[]>;
  /** Those that tell of the stages (`STAGE_EVENTS`), in order, the last 100 of them. */
  listOfStages(executionId: string): Promise<ExecutionEvent[]>;
  /**
   * Of each of the tasks the newest event of its unfinished executions that tells what they are at (`DOING_EVENTS`), among their
   * last 200.
   */
  listDoing(taskIds: readonly string[]): Promise<{ taskId: string; event: ExecutionEvent }[]>;
  /** The newest of an execution, in order. */
  listLatest(input: { executionId: string; limit: number }): Promise<ExecutionEvent[]>;
  /**
   * The numbers of those in which the text stands, in order, of one piece of the log: after `afterNumber`, `upToNumber` the last.
   * `lastNumber`: how many the log has.
   */
  find(input: {
    executionId: string;
    text: string;
    /** Of these types alone; absent: of any. */
    types?: readonly string[] | undefined;
    afterNumber: number;
    upToNumber: number;
    limit: number;
  }): Promise<{ numbers: number[]; lastNumber: number }>;
  /** Summed up where the events are: there may be very many of others. */
  totalUsage(executionId: string): Promise<UsageTotal>;
  /** Calls `onChange` soon after new events of the execution are stored; may call it without any. Returns how to stop. */
  watch(executionId: string, onChange: () => void): Promise<() => Promise<void>>;
}
