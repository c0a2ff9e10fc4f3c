import { ExecutionEventBody } from "@catalyst/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { OutputFormat } from "./output-rules.ts";
import { createOutputReader } from "./read-output.ts";

const JSON_LINES = OutputFormat.parse({
  format: "jsonl",
  events: [
    { session: "session_id" },
    { each: "content", when: { type: "said", "item.type": "text" }, message: "item.text" },
    {
      each: "content",
      when: { "item.type": "call" },
      toolCall: { id: "item.id", tool: "item.name", summary: "item.in" },
    },
    { when: { type: "ran" }, toolResult: { id: "id", text: "out", isError: "code" } },
    { when: { type: "thought" }, thinking: "text" },
    { when: { type: "planned" }, plan: "plan.0" },
    { when: { type: "end" }, usage: { inputTokens: "n.in", outputTokens: "n.out" }, summary: "text", error: "error" },
    { when: { type: "error", fatal: null }, error: "text" },
  ],
});
const END = { exitCode: 0, signal: null, timedOut: false };

function readAll(output: OutputFormat, lines: (string | object)[], session: string | null = null) {
  const reader = createOutputReader(output, session);
  const read = (line: string | object) => reader.read(typeof line === "string" ? line : JSON.stringify(line));
  const events = lines.flatMap(read);
  return {
    end(exit: Partial<typeof END> = {}) {
      const { events: last, ...end } = reader.end({ ...END, ...exit });
      return { ...end, events: [...events, ...last].map((event) => ExecutionEventBody.parse(event)) };
    },
  };
}

test("lines of JSON become what the rules say, every rule that fits, and every item of a list", () => {
  const content = [
    { type: "text", text: "Hello" },
    { type: "call", id: 7, name: "edit", in: { path: "a.js" } },
    { type: "other" },
  ];
  const { events, outcome, summary } = readAll(JSON_LINES, [
    { type: "said", session_id: "s-1", content },
    { type: "ran", id: 7, out: "no such file", code: 2 },
    { type: "thought", text: "Hm" },
    { type: "planned", plan: ["# First"] },
    "not JSON",
    { type: "end", n: { in: 12, out: -3 }, text: "Done" },
  ]).end();
  expect(events).toEqual([
    { type: "session", sessionId: "s-1", model: null },
    { type: "message", role: "assistant", text: "Hello" },
    { type: "tool_call", callId: "7", tool: "edit", summary: '{"path":"a.js"}' },
    { type: "tool_result", callId: "7", isError: true, text: "no such file" },
    { type: "message", role: "thinking", text: "Hm" },
    { type: "plan", markdown: "# First" },
    { type: "log", stream: "stdout", text: "not JSON" },
    expect.objectContaining({
      type: "agent_usage",
      usage: expect.objectContaining({ inputTokens: 12, outputTokens: 0 }),
    }),
  ]);
  expect({ outcome, summary }).toEqual({ outcome: "completed", summary: "Done" });
});

test("an error may be a condition, and a summary the first of several paths that is there", () => {
  const rules = [
    { when: { type: "ran" }, toolResult: { id: "id", text: "out", isError: { status: "error" } } },
    { when: { type: "call" }, toolCall: { id: "id", tool: "name", summary: ["in.command", "in.path", "in"] } },
  ];
  const output = OutputFormat.parse({ format: "jsonl", events: rules });
  const { events } = readAll(output, [
    { type: "ran", id: 1, out: "a", status: "error" },
    { type: "ran", id: 2, out: "b", status: "ok" },
    { type: "call", id: 3, name: "edit", in: { path: "a.js" } },
  ]).end();
  expect(events).toMatchObject([{ isError: true }, { isError: false }, { summary: "a.js" }]);
});

test("an error ends it as what it means, unless a summary comes after it", () => {
  const error = { type: "error", text: "429 rate limited" };
  expect(readAll(JSON_LINES, [error]).end()).toMatchObject({ outcome: "rate_limited", summary: "429 rate limited" });
  expect(readAll(JSON_LINES, [error, { type: "end", text: "Done" }]).end()).toMatchObject({ outcome: "completed" });
  expect(readAll(JSON_LINES, [{ ...error, fatal: false }]).end()).toMatchObject({ outcome: "completed" });
  expect(readAll(JSON_LINES, [{ type: "end", error: "401" }]).end()).toMatchObject({ outcome: "credential_rejected" });
});

test("an exit code, and the time, tell how it ended where the output doesn't", () => {
  expect(readAll(JSON_LINES, [{ type: "end", text: "Done" }]).end({ exitCode: 1 }).outcome).toBe("failed");
  expect(readAll(JSON_LINES, []).end({ timedOut: true })).toMatchObject({ outcome: "timed_out", summary: null });
});

test("text is told by paragraphs, and all of it is the summary", () => {
  const TEXT = OutputFormat.parse({ format: "text" });
  const { events, outcome, summary } = readAll(TEXT, ["# Plan", "1. Look", "", "", "2. Mend"], "only").end();
  expect(events).toEqual([
    { type: "session", sessionId: "only", model: null },
    { type: "message", role: "assistant", text: "# Plan\n1. Look" },
    { type: "message", role: "assistant", text: "2. Mend" },
  ]);
  expect({ outcome, summary }).toEqual({ outcome: "completed", summary: "# Plan\n1. Look\n\n\n2. Mend" });
});

test("a line that the definition calls an error fails a CLI that ends with 0", () => {
  const TEXT = OutputFormat.parse({ format: "text", errors: ["^API error"] });
  const end = readAll(TEXT, ["API error: 503 overloaded", "Bye"]).end();
  expect(end).toMatchObject({ outcome: "provider_unavailable", summary: "API error: 503 overloaded" });
});

test("a value that is nested deeper than JSON can be written says nothing", () => {
  const deep = "[".repeat(50_000) + "]".repeat(50_000);
  expect(readAll(JSON_LINES, [`{"type":"thought","text":${deep}}`]).end().events).toEqual([]);
});

test("whatever is printed, it is read", () => {
  const line = fc.oneof(
    fc.string(),
    fc.json(),
    fc.object().map((value) => JSON.stringify({ type: "said", ...value })),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      readAll(JSON_LINES, lines).end();
    }),
  );
});
