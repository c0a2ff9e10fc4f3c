import { beforeEach, expect, test } from "vitest";
import { ASKING, createTurns, type Turns } from "../../testing/play-turns.ts";
import type { AgentTask } from "../task.ts";
import { approvePlan, rejectPlan } from "./decide-plan.ts";

let turns: Turns;
/** As whoever decides on it saw it. */
let seen: AgentTask;

beforeEach(async () => {
  turns = createTurns();
  const task = await turns.submit({ requirePlanApproval: true });
  await turns.run(task, { head: null, summary: "1. Turn the sign" });
  seen = turns.now(task);
});

const approve = (plan: string | null = null) =>
  approvePlan({ ...ASKING, task: seen, markdown: null, plan }, turns.useCases);
const reject = (feedback: string, plan: string | null = null) =>
  rejectPlan({ ...ASKING, task: seen, feedback, plan }, turns.useCases);
const said = () => turns.memory.messages.map(({ text }) => text);

test("of two decisions on one plan the first counts, and what the second said is told to nobody", async () => {
  await approve();
  await expect(reject("Delete nothing")).rejects.toMatchObject({ code: "conflict", way: { kind: "see_task" } });
  await expect(approve()).rejects.toMatchObject({ code: "conflict" });
  expect(said()).toEqual([]);
  expect(turns.executionsOf(seen)).toHaveLength(2);
});

test("a plan that is sent back twice is sent back once, with what was said first", async () => {
  await reject("Delete nothing");
  await expect(reject("Delete all of it")).rejects.toMatchObject({ code: "conflict" });
  expect(said()).toEqual([expect.stringContaining("Delete nothing")]);
});

test("what was decided on one plan doesn't count for the one that was made since", async () => {
  const first = seen.plan?.executionId as string;
  await reject("Delete nothing", first);
  await turns.run(seen, { head: null, summary: "1. Delete everything" });
  seen = turns.now(seen);
  await expect(approve(first)).rejects.toMatchObject({ code: "conflict", way: { kind: "decide_plan" } });
  await expect(reject("Too short", first)).rejects.toThrow("there is another plan by now");
  expect(turns.now(seen)).toMatchObject({ status: "awaiting_approval", plan: { approvedAt: null } });
  await approve(seen.plan?.executionId);
  expect(turns.now(seen).status).toBe("pending");
});
