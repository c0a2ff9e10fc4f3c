import { expect, test } from "vitest";
import { statusWord } from "./mark-of.ts";
import { shownOf } from "./told-event.ts";

test("what a newer server tells, or counts for itself, is no line of the log", () => {
  for (const type of ["usage", "session", "agent_usage", "something_new", "constructor", "__proto__"]) {
    expect(shownOf({ body: { type } })).toBeNull();
  }
});

test("a hook that failed shows what it printed, one that went well doesn't", () => {
  const ended = { type: "hook", name: "setup", phase: "ended", cache: null, output: "npm ci: lock file" };
  expect(shownOf({ body: { ...ended, exitCode: 1 } })).toMatchObject({ isBad: true, detail: "npm ci: lock file" });
  expect(shownOf({ body: { ...ended, exitCode: 0 } })).toMatchObject({ isBad: false, detail: "" });
});

test("what isn't as it should be is shown as nothing, not as something else", () => {
  expect(shownOf({ body: { type: "message", role: "assistant", text: { toString: "no" } } })).toEqual({
    kind: "message",
    text: "",
  });
});

test("a budget is told in its unit, as people write it", () => {
  const told = (unit: string, spent: number, limit: number) =>
    shownOf({ body: { type: "budget", kind: "exceeded", unit, spent, limit } });
  expect(told("usd", 0.014624999999999999, 2)).toMatchObject({ text: "The budget is used up: $0.01 of $2.00" });
  expect(told("tokens", 12_345, 12_000)).toMatchObject({ text: "The budget is used up: 12.3k of 12.0k tokens" });
});

test("the log calls a state what the head of the page calls it", () => {
  const told = (status: string) => shownOf({ body: { type: "status", status } });
  expect(told("completed")).toMatchObject({ text: statusWord("completed") });
  expect(told("paused_budget")).toMatchObject({ text: "Paused" });
  expect(told("held_back")).toMatchObject({ text: "held back" });
  expect(told("constructor")).toMatchObject({ text: "constructor" });
});
