import type { Event } from "@catalyst/api";
import type { ExecutionEventBody } from "@catalyst/core";
import type { Colors } from "../output.ts";
import { cleanTerminalLine, cleanTerminalText } from "../words/clean-terminal-text.ts";
import { formatAmount, formatCount, formatPlural } from "../words/format-quantity.ts";
import { withWay } from "../words/ways-out.ts";

const MAX_LINE_LENGTH = 160;
const MAX_LOG_LINES = 60;
const MAX_ERROR_LINES = 5;
/** A line of output can be a whole file; what an agent says is meant to be read. */
const MAX_OUTPUT_LENGTH = 400;
const MAX_MESSAGE_LENGTH = 4000;

const STATUS_TEXT: Record<string, string> = {
  pending: "waiting for a worker",
  provisioning: "preparing the environment",
  running: "the agent runs in its environment",
  publishing: "checking and publishing the result",
  awaiting_approval: "waiting for you",
  paused_budget: "paused: a budget is spent",
};

/**
 * An event as lines for a person. What an agent wrote stands behind a bar and is cleaned, so that it can't be taken
 * for our own words. No lines: the event is not for the transcript.
 */
export function renderEvent(event: Pick<Event, "body">, colors: Colors): string[] {
  const body = event.body as KnownBody;
  switch (body.type) {
    case "message":
      return renderMessage(body, colors);
    case "tool_call":
      return [
        `  ${colors.cyan("⏵")} ${colors.bold(cleanTerminalLine(body.tool, 40))} ${cleanTerminalLine(body.summary, MAX_LINE_LENGTH)}`,
      ];
    case "tool_result":
      return body.isError
        ? quote(body.text, { mark: colors.red("✗"), maxLines: MAX_ERROR_LINES, paint: colors.dim })
        : [];
    case "log":
      return renderLog(body, colors);
    case "note":
      return renderLog({ type: "log", stream: "system", text: withWay(body.text, body.way ?? null) }, colors);
    case "status":
      return renderStatus(body, colors);
    case "blocked":
    case "blocked_more":
    case "left_out":
    case "budget":
    case "llm_error":
      return [colors.yellow(`! ${describeWarning(body)}`)];
    case "user_message":
      return quote(body.text, { mark: colors.magenta("»"), maxLines: MAX_LOG_LINES, paint: colors.magenta });
    case "plan":
      return [colors.dim("· made a plan")];
    case "hook":
      return renderHook(body, colors);
    case "checkpoint":
      return [colors.dim(`· saved what it did so far, as ${cleanTerminalLine(body.commit, 64).slice(0, 12)}`)];
    case "collected":
      return [
        ...body.leftOut.map((words) => colors.yellow(`! left out: ${cleanTerminalLine(words, MAX_LINE_LENGTH)}`)),
        ...body.beside.map(({ name }) =>
          colors.dim(`· beside the branch: ${cleanTerminalLine(name, MAX_LINE_LENGTH)}`),
        ),
      ];
    case "agent_ended":
      return renderEnd(body, colors);
    case "usage":
    case "agent_usage":
    case "session":
      return [];
    default:
      return [colors.dim(`· ${nameOf(body)}: told by a newer version of Catalyst`)];
  }
}

/** What an event of a type that isn't known calls itself: in letters that name types only. */
function nameOf({ type }: { type: string }): string {
  return /^[a-z0-9_]{1,50}$/.test(type) ? type : "unknown";
}

type KnownBody = Exclude<ExecutionEventBody, { type: "unknown" }>;
type Body<Type extends KnownBody["type"]> = Extract<KnownBody, { type: Type }>;

function describeWarning(body: Body<"blocked" | "blocked_more" | "left_out" | "budget" | "llm_error">): string {
  switch (body.type) {
    case "blocked":
      return `blocked ${cleanTerminalLine(body.action, 60)}: ${cleanTerminalLine(body.reason, MAX_LINE_LENGTH)}`;
    case "blocked_more":
      return `${body.count} more were refused, not told one by one; the last: ${cleanTerminalLine(body.last, 60)}`;
    case "left_out": {
      const what = `${formatPlural(body.events, "event")} (${formatCount(body.bytes)} bytes)`;
      return `the log of this run is full: ${what} left out here`;
    }
    case "budget":
      return describeBudget(body);
    case "llm_error":
      return `${cleanTerminalLine(body.provider, 50)} answered ${body.httpStatus}: ${cleanTerminalLine(body.detail, MAX_LINE_LENGTH)}`;
  }
}

function describeBudget({ kind, scope, unit, limit, spent }: Body<"budget">): string {
  const share = `${formatAmount(spent, unit)} of ${formatAmount(limit, unit)}`;
  const what = `the budget of ${scope === "execution" ? "this run" : `the ${scope}`}`;
  if (kind === "threshold") {
    return `${formatAmount(spent, unit)} are spent, and no budget limits ${scope === "execution" ? "this run" : `the ${scope}`}`;
  }
  return kind === "warning" ? `${share} of ${what} are spent` : `${what} is spent: ${share}`;
}

function renderMessage({ role, text }: Body<"message">, colors: Colors): string[] {
  const paint = role === "thinking" ? colors.dim : (line: string) => line;
  return quote(text, {
    mark: colors.dim("│"),
    maxLines: Number.POSITIVE_INFINITY,
    maxLength: MAX_MESSAGE_LENGTH,
    paint,
  });
}

function renderLog({ stream, text }: Body<"log">, colors: Colors): string[] {
  if (stream === "system") {
    return quote(text, { mark: colors.dim("·"), maxLines: MAX_LOG_LINES, paint: colors.dim }).map((line) =>
      line.slice(2),
    );
  }
  const paint = stream === "stderr" ? colors.yellow : colors.dim;
  return quote(text, { mark: colors.dim("┆"), maxLines: MAX_LOG_LINES, paint });
}

function renderStatus({ status, detail }: Body<"status">, colors: Colors): string[] {
  const text = STATUS_TEXT[status];
  if (text === undefined) {
    return [];
  }
  return [colors.dim(`· ${text}${detail === null ? "" : `: ${cleanTerminalLine(detail, MAX_LINE_LENGTH)}`}`)];
}

function renderHook({ name, phase, attempt, exitCode, cache }: Body<"hook">, colors: Colors): string[] {
  const which = attempt > 1 ? `${name}, attempt ${attempt}` : name;
  if (phase === "started") {
    const note = { hit: ": its earlier result is used (cache hit)", miss: " … (cache miss)", none: " …" };
    return [colors.dim(`· ${which}${note[cache ?? "none"]}`)];
  }
  if (cache === "hit") {
    return [];
  }
  const how = exitCode === 0 ? "done" : `failed (${exitCode === null ? "ended early" : `exit code ${exitCode}`})`;
  return [exitCode === 0 ? colors.dim(`· ${which}: ${how}`) : colors.yellow(`! ${which}: ${how}`)];
}

function renderEnd({ outcome, exitCode, review }: Body<"agent_ended">, colors: Colors): string[] {
  const found = review === undefined ? [] : [colors.dim(`· found: ${formatPlural(review.findings.length, "finding")}`)];
  return [...found, renderOutcome({ outcome, exitCode }, colors)];
}

function renderOutcome(
  { outcome, exitCode }: Pick<Body<"agent_ended">, "outcome" | "exitCode">,
  colors: Colors,
): string {
  const how = `the agent ended: ${outcome.replaceAll("_", " ")}${exitCode === null || exitCode === 0 ? "" : ` (exit code ${exitCode})`}`;
  return outcome === "completed" ? colors.dim(`· ${how}`) : colors.yellow(`! ${how}`);
}

interface Quote {
  mark: string;
  maxLines: number;
  /** Characters of one line. */
  maxLength?: number;
  paint: (line: string) => string;
}

function quote(text: string, { mark, maxLines, maxLength = MAX_OUTPUT_LENGTH, paint }: Quote): string[] {
  const lines = cleanTerminalText(text).replace(/^\n+/, "").trimEnd().split("\n");
  if (lines.length === 1 && lines[0] === "") {
    return [];
  }
  const shown = lines.slice(0, maxLines).map((line) => `  ${mark} ${paint(cutLine(line, maxLength))}`);
  const left = lines.length - shown.length;
  return left === 0 ? shown : [...shown, `  ${mark} ${paint(`… ${formatCount(left)} more lines`)}`];
}

function cutLine(line: string, maxLength: number): string {
  const left = line.length - maxLength;
  return left <= 0 ? line : `${line.slice(0, maxLength)} … ${formatCount(left)} more letters`;
}
