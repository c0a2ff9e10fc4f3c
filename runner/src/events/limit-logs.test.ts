import type { ExecutionEventBody } from "@catalyst/core";
import { expect, test } from "vitest";
import { createLogLimit } from "./limit-logs.ts";

const log = (text: string): ExecutionEventBody => ({ type: "log", stream: "stdout", text });
const message: ExecutionEventBody = { type: "message", role: "assistant", text: "hello" };

test("ordinary output passes untouched", () => {
  const limit = createLogLimit(() => 0);
  expect(limit.pass(log("one"))).toEqual([log("one")]);
  expect(limit.end()).toEqual([]);
});

test("of a flood the beginning and the end pass, and what is left out is counted", () => {
  const limit = createLogLimit(() => 0);
  const passed = Array.from({ length: 10_000 }, () => limit.pass(log("x".repeat(1000)))).flat();
  expect(passed.length).toBeGreaterThan(4000);
  expect(passed.length).toBeLessThan(4300);
  const missing = 10_000 - passed.length - 20;
  const text = `The agent wrote too much at once: ${missing} lines, ${missing * 1000} characters in all, are left out here.`;
  const [note, ...last] = limit.end();
  expect(note).toEqual({ type: "log", stream: "system", text });
  expect(last).toEqual(Array.from({ length: 20 }, () => log("x".repeat(1000))));
  expect(limit.end()).toEqual([]);
});

test("after a pause output passes again, behind the note of what is missing", () => {
  let now = 0;
  const limit = createLogLimit(() => now);
  while (limit.pass(log("x".repeat(60_000))).length > 0);
  now = 10_000;
  const [note, cut, line] = limit.pass(log("again"));
  expect(note).toMatchObject({ type: "log", stream: "system", text: expect.stringContaining("58000 characters") });
  expect([cut, line]).toEqual([log("x".repeat(2000)), log("again")]);
});

test("what isn't output always passes, in its place", () => {
  const limit = createLogLimit(() => 0);
  while (limit.pass(log("x".repeat(60_000))).length > 0);
  expect(limit.pass(message).map(({ type }) => type)).toEqual(["log", "log", "message"]);
});
