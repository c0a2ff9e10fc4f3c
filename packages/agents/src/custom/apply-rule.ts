import type { ExecutionEventBody } from "@catalyst/core";
import { fitName, fitText, summarise, textOf } from "../text-event.ts";
import type { OutputRule } from "./output-rules.ts";

/** What a rule finds in a line: an event, or a text that counts at the end. An error that is null is over. */
export type Meaning =
  | { kind: "event"; body: ExecutionEventBody }
  | { kind: "summary"; text: string }
  | { kind: "error"; text: string | null };

const MAX_ITEMS = 1000;

/** What the rule says of this line; nothing where its conditions don't hold. Never throws: the line is untrusted. */
export function applyRule(rule: OutputRule, line: Record<string, unknown>): Meaning[] {
  return scopesOf(rule, line)
    .filter((scope) => holds(rule.when ?? {}, scope))
    .flatMap((scope) => [...eventsOf(rule, scope).map(toMeaning), ...lastWordsOf(rule, scope)]);
}

type Scope = Record<string, unknown>;

function scopesOf({ each }: OutputRule, line: Scope): Scope[] {
  if (each === undefined) {
    return [line];
  }
  const list = valueAt(line, each);
  return Array.isArray(list) ? list.slice(0, MAX_ITEMS).map((item: unknown) => ({ ...line, item })) : [];
}

function holds(conditions: Record<string, unknown>, scope: Scope): boolean {
  return Object.entries(conditions).every(([path, wanted]) => (valueAt(scope, path) ?? null) === wanted);
}

/** Own properties and items of lists only. */
function valueAt(scope: Scope, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => {
    return typeof value === "object" && value !== null && Object.hasOwn(value, name)
      ? (value as Record<string, unknown>)[name]
      : undefined;
  }, scope);
}

function eventsOf(rule: OutputRule, scope: Scope): ExecutionEventBody[] {
  const text = (path: string | undefined) => textAt(scope, path);
  const events: ExecutionEventBody[] = [];
  const session = text(rule.session);
  if (session !== "") {
    events.push({ type: "session", sessionId: fitName(session), model: null });
  }
  for (const [role, path] of [
    ["assistant", rule.message],
    ["thinking", rule.thinking],
  ] as const) {
    if (text(path).trim() !== "") {
      events.push({ type: "message", role, text: fitText(text(path)) });
    }
  }
  if (text(rule.plan).trim() !== "") {
    events.push({ type: "plan", markdown: fitText(text(rule.plan)) });
  }
  return [...events, ...toolEventsOf(rule, scope), ...usageOf(rule, scope)];
}

function toolEventsOf({ toolCall, toolResult }: OutputRule, scope: Scope): ExecutionEventBody[] {
  const name = (path: string) => fitName(textAt(scope, path));
  const events: ExecutionEventBody[] = [];
  if (toolCall !== undefined) {
    const summary = summarise(firstText(scope, toolCall.summary));
    events.push({ type: "tool_call", callId: name(toolCall.id), tool: name(toolCall.tool), summary });
  }
  if (toolResult !== undefined) {
    const isError = toolResult.isError !== undefined && isErrorIn(scope, toolResult.isError);
    const text = fitText(textAt(scope, toolResult.text));
    events.push({ type: "tool_result", callId: name(toolResult.id), isError, text });
  }
  return events;
}

function usageOf({ usage }: OutputRule, scope: Scope): ExecutionEventBody[] {
  if (usage === undefined) {
    return [];
  }
  const count = (path: string | undefined) => {
    const value = path === undefined ? 0 : valueAt(scope, path);
    return Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : 0;
  };
  return [
    {
      type: "agent_usage",
      usage: {
        inputTokens: count(usage.inputTokens),
        cacheReadTokens: count(usage.cacheReadTokens),
        cacheWriteTokens: count(usage.cacheWriteTokens),
        outputTokens: count(usage.outputTokens),
        reasoningTokens: 0,
      },
    },
  ];
}

/** A summary means that the CLI came to its end: an error before it was overcome. */
function lastWordsOf(rule: OutputRule, scope: Scope): Meaning[] {
  const summary = textAt(scope, rule.summary);
  const error = textAt(scope, rule.error);
  return [
    ...(summary.trim() === ""
      ? []
      : ([
          { kind: "summary", text: summary },
          { kind: "error", text: null },
        ] as const)),
    ...(error.trim() === "" ? [] : [{ kind: "error", text: error } as const]),
  ];
}

function textAt(scope: Scope, path: string | undefined): string {
  const value = path === undefined ? undefined : valueAt(scope, path);
  return value === undefined || value === null ? "" : textOf(value);
}

function firstText(scope: Scope, paths: string | string[]): string {
  return (
    [paths]
      .flat()
      .map((path) => textAt(scope, path))
      .find((text) => text !== "") ?? ""
  );
}

/** Exit codes count as well: anything but 0. */
function isErrorIn(scope: Scope, mark: string | Record<string, unknown>): boolean {
  if (typeof mark !== "string") {
    return holds(mark, scope);
  }
  const value = valueAt(scope, mark);
  return value === true || (typeof value === "number" && value !== 0);
}

function toMeaning(body: ExecutionEventBody): Meaning {
  return { kind: "event", body };
}
