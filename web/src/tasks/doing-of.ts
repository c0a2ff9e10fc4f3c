import type { Event } from "@catalyst/api";

type Body = Event["body"];

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const firstLine = (value: unknown): string => text(value).trimStart().split("\n", 1)[0] ?? "";

const SAID: Record<string, (body: Body) => string> = {
  message: (body) => (body.role === "thinking" ? "Thinking" : firstLine(body.text)),
  tool_call: (body) => `${text(body.tool)} ${firstLine(body.summary)}`,
  user_message: () => "Reading what it was told",
  plan: () => "Its plan is made",
  hook: (body) =>
    `${body.name === "setup" ? "Setup" : "Verify"} ${body.phase === "started" ? "is running" : "is done"}`,
  agent_ended: () => "The agent ended its turn",
};

/** What an execution does, by the newest event that tells it; null: this one doesn't. Untrusted text. */
export function doingOf(event: Pick<Event, "body"> | null): string | null {
  const words =
    event === null || !Object.hasOwn(SAID, event.body.type) ? "" : (SAID[event.body.type]?.(event.body) ?? "");
  return words.trim() === "" ? null : words.trim();
}
