import type { Event } from "@catalyst/api";
import { tokenWords, usdWords } from "../usage/usage-words.ts";
import { isStatus, statusWord } from "./mark-of.ts";

/** What a page shows of an event: kinds that it doesn't know, of a newer server, it lets pass. */
export type Shown =
  | { kind: "message"; text: string }
  | { kind: "thinking"; text: string }
  | { kind: "person"; text: string; delivery: string }
  | { kind: "call"; tool: string; summary: string; edit: Edit | null }
  | { kind: "result"; isError: boolean; text: string }
  | { kind: "log"; stream: string; text: string }
  | { kind: "step"; text: string; isBad: boolean; detail: string }
  | { kind: "plan"; markdown: string };

/** What an edit took away and put in its place, as far as it was told. */
export interface Edit {
  removed: string;
  added: string;
  isCut: boolean;
}

type Body = Event["body"];

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const step = (words: string, isBad = false, detail = ""): Shown => ({ kind: "step", text: words, isBad, detail });

const READERS: Record<string, (body: Body) => Shown | null> = {
  message: (body) => ({ kind: body.role === "thinking" ? "thinking" : "message", text: text(body.text) }),
  user_message: (body) => ({ kind: "person", text: text(body.text), delivery: text(body.delivery) }),
  tool_call: (body) => ({
    kind: "call",
    tool: text(body.tool),
    summary: text(body.summary),
    edit: readEdit(body.edit),
  }),
  tool_result: (body) => ({ kind: "result", isError: body.isError === true, text: text(body.text) }),
  log: (body) => ({ kind: "log", stream: text(body.stream), text: text(body.text) }),
  plan: (body) => ({ kind: "plan", markdown: text(body.markdown) }),
  hook: readHook,
  status: (body) => step(sayState(text(body.status)), body.status === "failed", text(body.detail)),
  note: (body) => step(text(body.text)),
  blocked: (body) => step(`Refused: ${text(body.action)}`, true, text(body.reason)),
  blocked_more: (body) => step(`${Number(body.count)} more were refused, the last: ${text(body.last)}`, true),
  llm_error: (body) =>
    step(`${text(body.provider)} answered with the status ${Number(body.httpStatus)}`, true, text(body.detail)),
  budget: (body) => step(sayBudget(body), body.kind === "exceeded"),
  left_out: (body) => step(`${Number(body.events)} events are left out here: the log is full`),
  agent_ended: (body) =>
    step(
      `The agent ended its turn: ${text(body.outcome).replaceAll("_", " ")}`,
      body.outcome !== "completed",
      text(body.summary),
    ),
  checkpoint: (body) => step(`Saved at ${text(body.commit).slice(0, 8)}`),
  collected: (body) =>
    Array.isArray(body.leftOut) && body.leftOut.length > 0 ? step(`Left out: ${body.leftOut.join(", ")}`) : null,
};

/** null: nothing of it is shown in the log. */
export function shownOf({ body }: Pick<Event, "body">): Shown | null {
  return Object.hasOwn(READERS, body.type) ? (READERS[body.type]?.(body) ?? null) : null;
}

function readEdit(edit: unknown): Edit | null {
  if (typeof edit !== "object" || edit === null) {
    return null;
  }
  const { removed, added, isCut } = edit as Record<string, unknown>;
  return { removed: text(removed), added: text(added), isCut: isCut === true };
}

function readHook(body: Body): Shown {
  const name = body.name === "setup" ? "Setup" : "Verify";
  if (body.phase === "started") {
    return step(`${name} started`);
  }
  const cache = body.cache === "hit" ? " · from an earlier run" : "";
  const isBad = body.exitCode !== 0;
  const how = body.exitCode === null ? "ended by a signal" : `ended with ${Number(body.exitCode)}`;
  return step(`${name} ${how}${cache}`, isBad, isBad ? text(body.output) : "");
}

/** As the head of the page says it; of a server that knows more states than this app, its own word. */
function sayState(status: string): string {
  return isStatus(status) ? statusWord(status) : status.replaceAll("_", " ");
}

function sayBudget(body: Body): string {
  const { spent, limit } = body;
  const of =
    body.unit === "usd"
      ? `${usdWords(Number(spent))} of ${usdWords(Number(limit))}`
      : `${tokenWords(Number(spent))} of ${tokenWords(Number(limit))} tokens`;
  return body.kind === "exceeded" ? `The budget is used up: ${of}` : `Much of the budget is used: ${of}`;
}
