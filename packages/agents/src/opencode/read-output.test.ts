import { expect, test } from "vitest";
import { createOutputReader } from "./read-output.ts";

const ENDED = { exitCode: 0, signal: null, timedOut: false };
const FAILED = { exitCode: 1, signal: null, timedOut: false };

function read(lines: unknown[], exit = ENDED) {
  const reader = createOutputReader();
  const events = lines.flatMap((line) => reader.read(JSON.stringify({ sessionID: "ses_1", ...(line as object) })));
  return { ...reader.end(exit), events };
}

function finish(reason: string) {
  const tokens = { input: 10, output: 5, reasoning: 3, cache: { read: 2, write: 1 } };
  return { type: "step_finish", part: { reason, tokens } };
}

function useTool(state: object) {
  return { type: "tool_use", part: { tool: "bash", callID: "call_1", state } };
}

test("the session is told once, and usage counts reasoning as output", () => {
  const { events, outcome } = read([
    { type: "step_start" },
    finish("tool-calls"),
    { type: "step_start" },
    finish("stop"),
  ]);
  expect(events.filter(({ type }) => type === "session")).toEqual([
    { type: "session", sessionId: "ses_1", model: null },
  ]);
  expect(events.at(-1)).toMatchObject({ usage: { inputTokens: 10, outputTokens: 8, cacheReadTokens: 2 } });
  expect(outcome).toBe("completed");
});

test.each([
  ["no answer at all", []],
  ["an answer that was cut", [finish("tool-calls"), { type: "step_start" }]],
  ["a last answer that asks for tools", [finish("tool-calls")]],
  ["an answer that is longer than the model may give", [finish("length")]],
])("%s is no success, whatever the exit code", (_what, lines) => {
  expect(read(lines).outcome).toBe("failed");
});

test("a command that ends with an exit code, and a tool that failed, are told as errors", () => {
  const command = { command: "npm  test\n" };
  const { events } = read([
    useTool({ status: "completed", input: command, output: "1 failed", metadata: { exit: 1 } }),
    useTool({ status: "error", input: {}, error: "no such file" }),
    useTool({ status: "completed", input: {}, title: "price.js" }),
  ]);
  expect(events.slice(1)).toMatchObject([
    { type: "tool_call", callId: "call_1", tool: "bash", summary: "npm test" },
    { type: "tool_result", isError: true, text: "1 failed" },
    { type: "tool_call", summary: "" },
    { type: "tool_result", isError: true, text: "no such file" },
    { type: "tool_call", summary: "price.js" },
    { type: "tool_result", isError: false },
  ]);
});

test.each([
  [{ message: "invalid x-api-key", statusCode: 401 }, "credential_rejected"],
  [{ message: "You exceeded your current quota", statusCode: 429, isRetryable: true }, "rate_limited"],
  [{ message: "Internal server error", isRetryable: true }, "provider_unavailable"],
  [{ message: "Cannot connect to API: Unable to connect.", isRetryable: true }, "provider_unavailable"],
  [{ message: "prompt is too long", statusCode: 400, isRetryable: false }, "failed"],
])("%j is read as %s", (data, outcome) => {
  const end = read([{ type: "error", error: { name: "APIError", data } }], FAILED);
  expect(end.outcome).toBe(outcome);
  expect(end.summary).toContain(data.message);
});

test("each retry is told in the transcript and decides nothing", () => {
  const { events, outcome } = read([
    { type: "catalyst_retry", attempt: 1, message: "Overloaded" },
    { type: "step_start" },
    finish("stop"),
  ]);
  expect(events).toContainEqual({ type: "log", stream: "stderr", text: "Retry 1: Overloaded" });
  expect(outcome).toBe("completed");
});
