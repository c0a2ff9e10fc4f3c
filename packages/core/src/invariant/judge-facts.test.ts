import { expect, test } from "vitest";
import type { ExecutionFacts, TaskFacts } from "./facts.ts";
import { INVARIANTS, type Invariant, judgeLeft, judgeOverdue, judgeTask } from "./judge-facts.ts";

const PATIENCE = { graceSeconds: 600 };
const EXECUTION: ExecutionFacts = {
  id: "0a1b2c3d",
  hasEnded: true,
  orphanedSeconds: 0,
  liveGrants: 0,
  events: { count: 7, first: 1, last: 7 },
  lastEventNumber: 7,
  spentTokens: 100,
  toldTokens: 100,
};
const TASK: TaskFacts = {
  number: 3,
  status: "completed",
  quietSeconds: 5000,
  isNew: true,
  changes: { count: 4, first: 1, last: 4 },
  broughtKeys: 0,
  executions: [EXECUTION],
};

const judge = (change: Partial<TaskFacts>) => judgeTask({ ...TASK, ...change }, PATIENCE);
const judgeOf = (change: Partial<ExecutionFacts>, task: Partial<TaskFacts> = {}) =>
  judge({ ...task, executions: [{ ...EXECUTION, ...change }] });
const RUNNING = { status: "running" } as const;

test("what is as it is to be breaks nothing: ended, running, waiting for a person, without a log", () => {
  expect(judge({})).toEqual([]);
  expect(judgeOf({ hasEnded: false, liveGrants: 2, orphanedSeconds: 60 }, RUNNING)).toEqual([]);
  expect(judge({ status: "awaiting_approval", broughtKeys: 1 })).toEqual([]);
  expect(judgeOf({ events: { count: 0, first: null, last: null } })).toEqual([]);
  expect(judge({ isNew: false, changes: { count: 2, first: 9, last: 10 } })).toEqual([]);
  // What a killed gateway had reserved counts as spent, and was told to nobody.
  expect(judgeOf({ toldTokens: 40 })).toEqual([]);
  expect(judge({ ...RUNNING, quietSeconds: 30 })).toEqual([]);
});

test.each<[Invariant, () => { invariant: Invariant }[]]>([
  ["task_goes_on", () => judge(RUNNING)],
  ["task_goes_on", () => judgeOf({ hasEnded: false })],
  ["task_goes_on", () => judgeOf({ hasEnded: false, orphanedSeconds: 601 }, RUNNING)],
  ["changes_in_a_row", () => judge({ changes: { count: 3, first: 1, last: 4 } })],
  ["changes_in_a_row", () => judge({ changes: { count: 3, first: 2, last: 4 } })],
  ["events_in_a_row", () => judgeOf({ events: { count: 6, first: 1, last: 7 } })],
  ["events_in_a_row", () => judgeOf({ events: { count: 6, first: 2, last: 7 } })],
  ["events_in_a_row", () => judgeOf({ lastEventNumber: 8 })],
  ["grants_end", () => judgeOf({ liveGrants: 1 })],
  ["spending_told", () => judgeOf({ toldTokens: 101 })],
  ["keys_go", () => judge({ broughtKeys: 1 })],
  ["outbox_sent", () => judgeOverdue({ what: "outbox", key: "mail 1", overdueSeconds: 601 }, PATIENCE)],
  ["deliveries_decided", () => judgeOverdue({ what: "delivery", key: "issues 1", overdueSeconds: 601 }, PATIENCE)],
  ["nothing_left", () => judgeLeft({ what: "socket", name: "0a1b2c3d", endedSeconds: 601 }, PATIENCE)],
  ["nothing_left", () => judgeLeft({ what: "environment", name: "x", endedSeconds: null }, PATIENCE)],
])("%s is told when it is broken, %#", (invariant, found) => {
  expect(found().map((breach) => breach.invariant)).toEqual([invariant]);
});

test("what may still be under way is left alone", () => {
  expect(judgeOverdue({ what: "outbox", key: "mail 1", overdueSeconds: 599 }, PATIENCE)).toEqual([]);
  expect(judgeLeft({ what: "environment", name: "x", endedSeconds: 0 }, PATIENCE)).toEqual([]);
});

test("each invariant is a sentence", () => {
  expect(Object.values(INVARIANTS).filter((sentence) => !/^[A-Z].*\.$/.test(sentence))).toEqual([]);
});
