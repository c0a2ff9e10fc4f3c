import { ExecutionEventBody, MAX_EVENT_TEXT_LENGTH, type SourcedEvent } from "@catalyst/core";
import { expect, test } from "vitest";
import { redactEvent, type StreamEnds } from "./redact-events.ts";
import { createSecretFinder } from "./secret-finder.ts";
import { secretPatterns } from "./secret-patterns.ts";

const SECRET = "sk-ant-canary-0123456789";
const finder = createSecretFinder(secretPatterns([SECRET]));

function redactAll(bodies: ExecutionEventBody[]): ExecutionEventBody[] {
  let ends: StreamEnds = new Map();
  return bodies.map((body, index) => {
    const event: SourcedEvent = { sourceNumber: index + 1, at: new Date(), body };
    const result = redactEvent(event, ends, finder);
    ends = result.ends;
    return result.event.body;
  });
}

const BODIES: ExecutionEventBody[] = [
  { type: "message", role: "assistant", text: `key ${SECRET}` },
  { type: "tool_call", callId: SECRET, tool: SECRET, summary: SECRET },
  { type: "tool_result", callId: "1", isError: false, text: SECRET },
  { type: "log", stream: "stdout", text: SECRET },
  { type: "session", sessionId: SECRET, model: SECRET },
  { type: "checkpoint", commit: SECRET },
  { type: "hook", name: "verify", phase: "ended", attempt: 1, exitCode: 1, cache: null, output: SECRET, commit: null },
  {
    type: "agent_ended",
    outcome: "completed",
    exitCode: 0,
    command: SECRET,
    summary: SECRET,
    headCommit: null,
    sessionId: SECRET,
    seconds: 1,
  },
];

test("a secret is masked in every field of every event, which stays valid", () => {
  const redacted = redactAll(BODIES);
  expect(JSON.stringify(redacted)).not.toContain("canary");
  expect(redacted.map((body) => ExecutionEventBody.parse(body))).toEqual(redacted);
});

test("an event of the greatest length stays valid when a secret is masked in it", () => {
  const text = SECRET.padStart(MAX_EVENT_TEXT_LENGTH, "x");
  const [body] = redactAll([{ type: "log", stream: "stdout", text }]);
  expect(ExecutionEventBody.safeParse(body).success).toBe(true);
});

test("a secret that is torn over two events of a stream is masked, also with other events between", () => {
  const redacted = redactAll([
    { type: "log", stream: "stdout", text: `a ${SECRET.slice(0, 14)}` },
    { type: "log", stream: "stderr", text: "meanwhile" },
    { type: "log", stream: "stdout", text: `${SECRET.slice(14)} b` },
  ]);
  expect(redacted).toEqual([
    { type: "log", stream: "stdout", text: "a [redacted]****" },
    { type: "log", stream: "stderr", text: "meanwhile" },
    { type: "log", stream: "stdout", text: "[redacted] b" },
  ]);
});

test("characters that the database can't store are replaced", () => {
  expect(redactAll([{ type: "log", stream: "stdout", text: "a\0b\ud800c" }])).toEqual([
    { type: "log", stream: "stdout", text: "a\ufffdb\ufffdc" },
  ]);
});

test("words with a fixed meaning are left alone, whatever the secret", () => {
  const result = redactEvent(
    { sourceNumber: 1, at: new Date(), body: BODIES[0] as ExecutionEventBody },
    new Map(),
    createSecretFinder(secretPatterns(["assistant"])),
  );
  expect(result.event.body).toMatchObject({ role: "assistant" });
});
