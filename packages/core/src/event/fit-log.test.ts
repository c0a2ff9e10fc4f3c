import { expect, test } from "vitest";
import type { ExecutionEventBody, SourcedEvent } from "./event.ts";
import { fitLog, type LogLimit, sizeOfEvent } from "./fit-log.ts";

const RUNNERS: LogLimit = { max: { events: 10, bytes: 10_000 }, isTrusted: false };
const NOTHING = { events: 0, bytes: 0 };
const hook: ExecutionEventBody = {
  type: "hook",
  name: "verify",
  phase: "started",
  attempt: 1,
  exitCode: null,
  cache: null,
  output: "",
  commit: null,
};

function numbered(bodies: ExecutionEventBody[]): SourcedEvent[] {
  return bodies.map((body, index) => ({ sourceNumber: index + 1, at: new Date(0), body }));
}

function log(text: string): ExecutionEventBody {
  return { type: "log", stream: "stdout", text };
}

test("beyond the number of events one event counts those that are left out, with the last one's number", () => {
  const fitted = fitLog(numbered(Array.from({ length: 13 }, () => log("x"))), NOTHING, RUNNERS);
  expect(fitted.map(({ sourceNumber }) => sourceNumber)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13]);
  expect(fitted.at(-1)?.body).toEqual({ type: "left_out", events: 3, bytes: 3 * sizeOfEvent(log("x")) });
});

test("beyond the bytes it is the same, and bytes are not letters", () => {
  const fitted = fitLog(numbered([log("ü".repeat(5000)), log("x"), log("x")]), NOTHING, RUNNERS);
  expect(fitted.map(({ body }) => body.type)).toEqual(["log", "left_out"]);
});

test("what tells the course of the execution is stored where its output is left out, in its place", () => {
  const full = { events: 10, bytes: 0 };
  const fitted = fitLog(numbered([log("a"), hook, log("b"), log("c")]), full, RUNNERS);
  expect(fitted.map(({ sourceNumber, body }) => [sourceNumber, body.type])).toEqual([
    [1, "left_out"],
    [2, "hook"],
    [4, "left_out"],
  ]);
});

test("a runner that makes up a course without end is left out, too; the trusted side never is", () => {
  const bodies = numbered(Array.from({ length: 20 }, () => hook));
  expect(fitLog(bodies, { events: 10, bytes: 0 }, RUNNERS).map(({ body }) => body.type)).toEqual(["hook", "left_out"]);
  expect(fitLog(bodies, { events: 10, bytes: 0 }, { ...RUNNERS, isTrusted: true })).toEqual(bodies);
});
