import { expect, test } from "vitest";
import type { ExecutionEvent, ExecutionEventBody } from "../../event/event.ts";
import { type StepsExecution, stepsOf } from "./steps-of.ts";

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000);

function execution(more: Partial<StepsExecution>, hooks: { setup?: string; verify?: string } = {}): StepsExecution {
  const resolution = { settings: { hooks: { setup: null, verify: null, ...hooks } } };
  const begun = {
    purpose: "work",
    state: "running",
    startedAt: at(0),
    endedAt: null,
    result: null,
    verification: null,
  };
  return { ...begun, resolution, ...more } as unknown as StepsExecution;
}

let count = 0;
function told(seconds: number, body: Partial<ExecutionEventBody> & { type: string }): ExecutionEvent {
  count += 1;
  return { executionId: "e", number: count, source: "runner", sourceNumber: count, at: at(seconds), body } as never;
}
const hook = (seconds: number, name: "setup" | "verify", exitCode: number | null | "started") =>
  told(seconds, {
    type: "hook",
    name,
    phase: exitCode === "started" ? "started" : "ended",
    exitCode: exitCode === "started" ? null : exitCode,
  } as never);
const ended = (seconds: number, worked: number, outcome = "completed") =>
  told(seconds, { type: "agent_ended", outcome, seconds: worked } as never);

const short = (steps: ReturnType<typeof stepsOf>) =>
  steps.map(({ kind, state, seconds }) => `${kind} ${state}${seconds === null ? "" : ` ${seconds}`}`);

const HOOKS = { setup: "npm ci", verify: "npm test" };

test("each step took as long as it was told to, verify and the agent as often as they were gone", () => {
  const events = [
    hook(10, "setup", "started"),
    hook(30, "setup", 0),
    ended(95, 60),
    hook(100, "verify", "started"),
    hook(120, "verify", 1),
    ended(165, 40),
    hook(170, "verify", "started"),
    hook(175, "verify", 0),
  ];
  const done = execution({ state: "completed", endedAt: at(180), result: {} as never }, HOOKS);
  expect(short(stepsOf(done, events))).toEqual([
    "prepare done 10",
    "setup done 20",
    "agent done 100",
    "verify done 25",
    "publish done 5",
  ]);
});

test("a step that the execution doesn't have isn't one: no hooks, a plan, what is published alone", () => {
  const kinds = (of: StepsExecution) => stepsOf(of, []).map(({ kind }) => kind);
  expect(kinds(execution({}))).toEqual(["prepare", "agent", "publish"]);
  expect(kinds(execution({ purpose: "plan" }, HOOKS))).toEqual(["prepare", "setup", "agent"]);
  expect(kinds(execution({ purpose: "review" }, HOOKS))).toEqual(["prepare", "setup", "agent", "publish"]);
  expect(kinds(execution({ purpose: "publish" }, HOOKS))).toEqual(["prepare", "publish"]);
});

test("of one that goes on the step that is at work runs", () => {
  expect(short(stepsOf(execution({}, HOOKS), []))[0]).toBe("prepare running");
  const setUp = [hook(10, "setup", "started"), hook(30, "setup", 0)];
  expect(short(stepsOf(execution({}, HOOKS), setUp.slice(0, 1))).slice(0, 2)).toEqual([
    "prepare done 10",
    "setup running 0",
  ]);
  expect(short(stepsOf(execution({}, HOOKS), setUp)).slice(2)).toEqual([
    "agent running",
    "verify waiting",
    "publish waiting",
  ]);
});

test("without a setup the agent is at work as soon as its environment is", () => {
  expect(short(stepsOf(execution({ state: "provisioning" }), []))).toEqual([
    "prepare running",
    "agent waiting",
    "publish waiting",
  ]);
  expect(short(stepsOf(execution({}), []))).toEqual(["prepare done", "agent running", "publish waiting"]);
});

test("where it failed it says so, and what it never came to waits", () => {
  const failed = execution({ state: "failed", endedAt: at(40) }, HOOKS);
  const steps = stepsOf(failed, [hook(10, "setup", "started"), hook(30, "setup", 1)]);
  expect(short(steps)).toEqual([
    "prepare done 10",
    "setup failed 20",
    "agent waiting",
    "verify waiting",
    "publish waiting",
  ]);
  expect(short(stepsOf(failed, []))[0]).toBe("prepare failed 40");
});

test("one that was ended at a step ended there, however little that step told", () => {
  const ran = told(2, { type: "status", status: "running", detail: "" } as never);
  const stopped = execution({ state: "cancelled", endedAt: at(42) });
  expect(short(stepsOf(stopped, [], ran))).toEqual(["prepare done 2", "agent failed 40", "publish waiting"]);
  expect(stepsOf(stopped, [], ran)[1]?.eventNumber).toBe(ran.number);
  const withHooks = execution({ state: "cancelled", endedAt: at(42) }, HOOKS);
  expect(short(stepsOf(withHooks, [], ran)).slice(0, 2)).toEqual(["prepare failed 42", "setup waiting"]);
  const inSetup = [hook(10, "setup", "started")];
  expect(short(stepsOf(withHooks, inSetup, ran)).slice(0, 3)).toEqual([
    "prepare done 10",
    "setup failed 32",
    "agent waiting",
  ]);
  const setUp = [...inSetup, hook(30, "setup", 0)];
  expect(short(stepsOf(withHooks, setUp, ran)).slice(0, 3)).toEqual([
    "prepare done 10",
    "setup done 20",
    "agent failed 12",
  ]);
});
