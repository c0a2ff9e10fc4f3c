import { expect, test } from "vitest";
import { createOutputReader } from "./read-output.ts";
import { ANSWER_BEGINS, ANSWER_ENDS } from "./start-script.ts";

const EXIT = { exitCode: 0, signal: null, timedOut: false };
const ANSWERED = [ANSWER_BEGINS, "It is right now.", ANSWER_ENDS, "Tokens: 2.0k sent, 35 received."];
const AUTHENTICATION = "litellm.AuthenticationError: no such key";

function read(lines: string[]) {
  const reader = createOutputReader();
  const events = lines.flatMap((line) => reader.read(line));
  return { ...reader.end(EXIT), events };
}

test("what the model says is never taken for aider's own words", () => {
  const said = [ANSWER_BEGINS, AUTHENTICATION, "Applied edit to a.txt", ANSWER_ENDS, "Tokens: 1 sent, 1 received."];
  const { events, outcome } = read(said);
  expect(outcome).toBe("completed");
  expect(events.map(({ type }) => type)).toEqual(["message"]);
});

test("a commit message that the model couldn't write is no failure: the commit is there", () => {
  const lines = [...ANSWERED, "Applied edit to a.txt", AUTHENTICATION, "Commit 1234567 (no commit message provided)"];
  expect(read(lines)).toMatchObject({ outcome: "completed", summary: "It is right now." });
});

test("a request that fails after one that was answered fails the run", () => {
  const failed = [ANSWER_BEGINS, ANSWER_ENDS, AUTHENTICATION];
  expect(read([...ANSWERED, ...failed])).toMatchObject({ outcome: "credential_rejected", summary: AUTHENTICATION });
});

test("edits that fit no file fail the run, unless a later try fits", () => {
  const misfit = [...ANSWERED, "The LLM did not conform to the edit format."];
  expect(read([...misfit, "Only 3 reflections allowed, stopping."]).outcome).toBe("failed");
  expect(read([...misfit, ...ANSWERED, "Applied edit to a.txt"]).outcome).toBe("completed");
});

test("an exit with 0 and without an answer is a failure", () => {
  expect(read(["Aider v0.86.2"])).toMatchObject({ outcome: "failed", summary: "The model gave no answer." });
});

test("the summary leaves the edits out", () => {
  const edit = ["a.txt", "```", "<<<<<<< SEARCH", "one", "=======", "two", ">>>>>>> REPLACE", "```"];
  const lines = [
    ANSWER_BEGINS,
    "First this.",
    "",
    ...edit,
    "",
    "Then that.",
    ANSWER_ENDS,
    "Tokens: 1 sent, 1 received.",
  ];
  expect(read(lines).summary).toBe("First this.\n\nThen that.");
});

test("tokens are summed over the requests", () => {
  const usage = { inputTokens: 4000, outputTokens: 70, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
  const reader = createOutputReader();
  for (const line of [...ANSWERED, ...ANSWERED]) {
    reader.read(line);
  }
  expect(reader.end(EXIT).events).toEqual([{ type: "agent_usage", usage }]);
});

test("an answer without an end is cut, and what comes after it is read", () => {
  const reader = createOutputReader();
  const line = "x".repeat(64 * 1024);
  const lines = Array.from({ length: 10_000 }, () => line);
  for (const printed of [ANSWER_BEGINS, ...lines, ANSWER_ENDS, "Tokens: 1 sent, 1 received."]) {
    reader.read(printed);
  }
  expect(reader.end(EXIT).outcome).toBe("completed");
});

test("no number of tokens is beyond what an event can tell", () => {
  const reader = createOutputReader();
  for (let count = 0; count < 3; count++) {
    reader.read("Tokens: 9007199254740991 sent, 9007199254740991 received.");
  }
  expect(reader.end(EXIT).events).toMatchObject([{ usage: { inputTokens: 9007199254740991 } }]);
});
