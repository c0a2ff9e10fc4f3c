import { expect, test } from "vitest";
import { createOutputReader } from "./read-output.ts";

function read(lines: object[], exitCode = 0) {
  const reader = createOutputReader();
  const events = lines.flatMap((line) => reader.read(JSON.stringify(line)));
  const end = reader.end({ exitCode, signal: null, timedOut: false });
  return { ...end, events: [...events, ...end.events] };
}

const saying = (content: string) => ({ type: "message", role: "assistant", content, delta: true });
const success = { type: "result", status: "success" };
const failing = (message: string) => ({ type: "result", status: "error", error: { type: "unknown", message } });

test("pieces of a message become one, up to the next step or the end", () => {
  const call = { type: "tool_use", tool_name: "read_file", tool_id: "1", parameters: { file_path: "a.js" } };
  const user = { type: "message", role: "user", content: "Do it." };
  const { events, summary } = read([user, saying("I lo"), saying("ok."), call, saying("Do"), saying("ne."), success]);
  expect(events).toEqual([
    { type: "message", role: "assistant", text: "I look." },
    { type: "tool_call", callId: "1", tool: "read_file", summary: "a.js" },
    { type: "message", role: "assistant", text: "Done." },
  ]);
  expect(summary).toBe("Done.");
  expect(read([saying("cut")]).events).toEqual([{ type: "message", role: "assistant", text: "cut" }]);
});

test("thoughts are what the sum has beyond input and output, cached tokens are not input", () => {
  const stats = { total_tokens: 130, input_tokens: 100, output_tokens: 20, cached: 40 };
  expect(read([{ ...success, stats }]).events).toEqual([
    {
      type: "agent_usage",
      usage: { inputTokens: 60, cacheReadTokens: 40, cacheWriteTokens: 0, outputTokens: 30, reasoningTokens: 10 },
    },
  ]);
});

test.each([
  [
    '[API Error: {"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]',
    "credential_rejected",
  ],
  [
    '[API Error: {"error":{"code":403,"message":"Permission denied","status":"PERMISSION_DENIED"}}]',
    "credential_rejected",
  ],
  [
    "[API Error: You have exhausted your daily quota on this model.]\nPlease wait and try again later. To increase your limits, request a quota increase through AI Studio, or switch to another /auth method",
    "rate_limited",
  ],
  ["[API Error: terminated]", "provider_unavailable"],
  ["[API Error: Incomplete JSON segment at the end]", "provider_unavailable"],
  ["[API Error: models/gemini-9 is not found for API version v1beta]", "failed"],
])("%s is read as %s", (message, outcome) => {
  expect(read([failing(message)], 1).outcome).toBe(outcome);
});

test("an answer of the API is told by its number and words", () => {
  const error = '[API Error: got status: UNAVAILABLE. {"error":{"code":503,"message":"Busy.","status":"UNAVAILABLE"}}]';
  expect(read([failing(error)], 1).summary).toBe("API error 503 (UNAVAILABLE): Busy.");
  expect(read([failing("[API Error: {broken]")], 1).summary).toBe("[API Error: {broken]");
});

test("a loop that it gave up on, and an error without words in its result, are no success", () => {
  const loop = { type: "error", severity: "warning", message: "Loop detected, stopping execution" };
  expect(read([saying("Again."), loop, success])).toMatchObject({ outcome: "failed", summary: loop.message });
  const empty = { type: "error", severity: "error", message: "The model said nothing." };
  expect(read([empty, { type: "result", status: "error" }])).toMatchObject({
    outcome: "failed",
    summary: empty.message,
  });
  const warning = { type: "error", severity: "warning", message: "Something small." };
  expect(read([saying("Done."), warning, success]).outcome).toBe("completed");
});

test("an end without a result is no success", () => {
  expect(read([saying("Done.")]).outcome).toBe("failed");
  expect(read([saying("Done."), success], 1).outcome).toBe("failed");
});

test("a message without an end is cut, and what comes after it is read", () => {
  const reader = createOutputReader();
  const words = JSON.stringify(saying("x".repeat(4_000_000)));
  for (let count = 0; count < 140; count++) {
    reader.read(words);
  }
  reader.read(JSON.stringify(success));
  expect(reader.end({ exitCode: 0, signal: null, timedOut: false }).outcome).toBe("completed");
});
