import { type AgentOutcome, type CallEdit, type ExecutionEventBody, MAX_EVENT_TEXT_LENGTH } from "@catalyst/core";
import { z } from "zod";

const MAX_SUMMARY_LENGTH = 200;
const MAX_NAME_LENGTH = 255;
const CUT = " [cut]";

/** The text as an event can hold it. */
export function fitText(text: string): string {
  return text.length <= MAX_EVENT_TEXT_LENGTH ? text : text.slice(0, MAX_EVENT_TEXT_LENGTH - CUT.length) + CUT;
}

/** A name or an id as an event can hold it. */
export function fitName(name: string): string {
  return name.slice(0, MAX_NAME_LENGTH);
}

/** A number of tokens; 0 for what is none. */
export const Count = z.int().nonnegative().catch(0);

/** A text as it is, anything else as JSON; nothing of what is nested deeper than JSON can be written. */
export function textOf(value: unknown): string {
  if (typeof value === "string") {
    return value;
  }
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}

/** One line for a tool call: its most telling argument. */
export function summarise(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, " ");
  return line.length <= MAX_SUMMARY_LENGTH ? line : `${line.slice(0, MAX_SUMMARY_LENGTH - 1)}…`;
}

const SHOWN_LINES = 12;
const MAX_SIDE_LENGTH = 2000;

/** As much of an edit as is shown of it; undefined: one of its sides isn't said. */
export function editOf(removed: unknown, added: unknown): { edit?: CallEdit } {
  if (typeof removed !== "string" || typeof added !== "string") {
    return {};
  }
  const [before, after] = [cutSide(removed), cutSide(added)];
  return { edit: { removed: before, added: after, isCut: before !== removed || after !== added } };
}

function cutSide(text: string): string {
  return text.slice(0, MAX_SIDE_LENGTH).split("\n").slice(0, SHOWN_LINES).join("\n");
}

/** Output that is not in the agent's grammar: shown as it is. */
export function stdoutLog(line: string): ExecutionEventBody[] {
  return line.trim() === "" ? [] : [{ type: "log", stream: "stdout", text: fitText(line) }];
}

/** What an error text that a CLI prints about its provider means. */
export function outcomeOfError(text: string): AgentOutcome {
  if (/\b(401|403)\b|authentication|invalid[ _]api[ _]key|unauthorized/i.test(text)) {
    return "credential_rejected";
  }
  if (/\b429\b|rate.?limit/i.test(text)) {
    return "rate_limited";
  }
  // Codex CLI's words for a 500 are that demand is high, without the number.
  if (
    /\b5\d\d\b|overloaded|high demand|stream (disconnected|closed)|connection|timed? ?out|unreachable|ECONN/i.test(text)
  ) {
    return "provider_unavailable";
  }
  return "failed";
}

/**
 * A line of a CLI that prints JSON. `read` gets it as the CLI's grammar has it, null where that has no such line, and as it
 * came; what is no JSON is shown as it is.
 */
export function readJsonLine<Known>(
  line: string,
  grammar: z.ZodType<Known>,
  read: (known: Known | null, value: Record<string, unknown>) => ExecutionEventBody[],
): ExecutionEventBody[] {
  const value = parseObject(line);
  return value === null ? stdoutLog(line) : read(grammar.safeParse(value).data ?? null, value);
}

/** The value as JSON, or null when it isn't an object. */
export function parseObject(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{")) {
    return null;
  }
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
