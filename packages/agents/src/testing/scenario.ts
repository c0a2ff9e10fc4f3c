import type { AgentOutcome } from "@catalyst/core";
import type { ScriptedStep } from "../scripted-model/scripted-step.ts";
import type { ScriptedFault } from "../scripted-model/start-scripted-model.ts";

/** One run of an agent's CLI on a scripted model, and the outcome that it must be read as. */
export interface Scenario {
  name: string;
  /** A plan is made where nothing can be written. */
  purpose: "plan" | "work";
  steps: ScriptedStep[];
  /** What the first requests meet: one of them, or every one. */
  faults: { fault: ScriptedFault; requestCount: number } | null;
  outcome: AgentOutcome;
}

/** The file that the steps change, as it is before. */
export const SCENARIO_FILES = { "price.js": "export function price() {\n  return 1;\n}\n" };
export const SCENARIO_COMMIT = "Fix the price";
export const SCENARIO_SUMMARY = "The price is right now.";

/** An edit, a command that commits it, and a last word. */
export const SCENARIO_STEPS: ScriptedStep[] = [
  { editFile: { path: "price.js", from: "return 1;", to: "return 2;" } },
  { runCommand: `git commit --quiet --all --message '${SCENARIO_COMMIT}'` },
  { say: SCENARIO_SUMMARY },
];

export const SCENARIO_PLAN = "# The plan\n- Let `price` return 2.";

/** It tries to begin at once, and may not. */
export const PLAN_SCENARIO: Scenario = {
  name: "plan",
  purpose: "plan",
  steps: [
    { editFile: { path: "price.js", from: "return 1;", to: "return 2;" } },
    { runCommand: `cat price.js && git commit --quiet --all --message '${SCENARIO_COMMIT}'` },
    { plan: SCENARIO_PLAN },
  ],
  faults: null,
  outcome: "completed",
};

const WORK = { purpose: "work", steps: SCENARIO_STEPS } as const;
const PASSING_FAULTS: [name: string, fault: ScriptedFault, lasting: AgentOutcome][] = [
  ["429", { kind: "status", httpStatus: 429 }, "rate_limited"],
  ["500", { kind: "status", httpStatus: 500 }, "provider_unavailable"],
  ["529", { kind: "status", httpStatus: 529 }, "provider_unavailable"],
  ["cut", { kind: "cut" }, "provider_unavailable"],
  ["hang", { kind: "hang" }, "provider_unavailable"],
];

/** Every agent is played through all of these; names are those of its recordings. */
export const SCENARIOS: readonly Scenario[] = [
  { ...WORK, name: "works", faults: null, outcome: "completed" },
  PLAN_SCENARIO,
  lasting("401", { kind: "status", httpStatus: 401 }, "credential_rejected"),
  ...PASSING_FAULTS.map(([name, fault, outcome]) => lasting(name, fault, outcome)),
  ...PASSING_FAULTS.map(([name, fault]): Scenario => {
    return { ...WORK, name: `${name}-once`, faults: { fault, requestCount: 1 }, outcome: "completed" };
  }),
];

function lasting(name: string, fault: ScriptedFault, outcome: AgentOutcome): Scenario {
  return { ...WORK, name, faults: { fault, requestCount: Number.POSITIVE_INFINITY }, outcome };
}
