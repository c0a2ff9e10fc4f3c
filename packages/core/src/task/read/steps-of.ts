import type { ExecutionEvent } from "../../event/event.ts";
import type { AgentExecution } from "../../execution/execution.ts";
import { PURPOSES } from "../execution-purpose.ts";
import { isFinal } from "../task-state.ts";

export type StepKind = "prepare" | "setup" | "agent" | "verify" | "publish";

/** A part of an execution's way, as often as it was gone. */
export interface Step {
  kind: StepKind;
  state: "waiting" | "running" | "done" | "failed";
  /** null: it hasn't begun, or isn't known to have. */
  startedAt: Date | null;
  /** How long it took in all, as far as that is over. */
  seconds: number | null;
  /** The event with which it began, or the first that tells of it; null: none does. */
  eventNumber: number | null;
}

export type StepsExecution = Pick<
  AgentExecution,
  "purpose" | "state" | "startedAt" | "endedAt" | "resolution" | "result" | "verification"
>;

/**
 * The steps of an execution, and how far each is: those alone that it has. `told`: its events of stages, in order. `ran`: the event that its
 * environment was at work, which tells where one that has ended was as its stages don't; null: none does, or they tell it.
 */
export function stepsOf(
  execution: StepsExecution,
  told: readonly ExecutionEvent[],
  ran: ExecutionEvent | null = null,
): Step[] {
  const { purpose, resolution } = execution;
  const traits = PURPOSES[purpose];
  const hooks = resolution?.settings.hooks;
  const stages: Step[] =
    traits.agent === null
      ? []
      : [
          ...(hooks?.setup == null ? [] : [hookStep("setup", told, execution.endedAt)]),
          agentStep(told, hooks?.setup == null ? ran : null),
          ...(hooks?.verify == null || !traits.mayChange ? [] : [hookStep("verify", told, execution.endedAt)]),
        ];
  const begun = stages.find(({ startedAt }) => startedAt !== null)?.startedAt ?? null;
  const steps = [
    prepareStep(execution, traits.agent === null ? execution.startedAt : begun),
    ...stages,
    ...(purpose === "plan" ? [] : [publishStep(execution, told.at(-1))]),
  ];
  return isFinal(execution.state) ? endRunning(steps, execution.endedAt) : markRunning(steps);
}

const WAITS = { state: "waiting", startedAt: null, seconds: null, eventNumber: null } as const;

/** `until` null: no stage told of its beginning. Without a setup that is told with the agent's end, though it began long before. */
function prepareStep({ state, startedAt, endedAt, resolution }: StepsExecution, until: Date | null): Step {
  const end = until ?? endedAt;
  const isAgentAtWork = state === "running" && resolution?.settings.hooks.setup == null;
  const unfinished = endedAt === null ? "running" : "failed";
  return {
    kind: "prepare",
    state: until !== null || isAgentAtWork ? "done" : unfinished,
    startedAt,
    seconds: end === null ? null : secondsBetween(startedAt, end),
    eventNumber: null,
  };
}

/** Its last end says how it went: verify is gone anew after the agent was sent back. */
function hookStep(name: "setup" | "verify", told: readonly ExecutionEvent[], endedAt: Date | null): Step {
  const of = told.flatMap(({ body, at, number }) =>
    body.type === "hook" && body.name === name ? [{ body, at, number }] : [],
  );
  const [first] = of;
  if (first === undefined) {
    return { kind: name, ...WAITS };
  }
  let seconds = 0;
  let begun: Date | null = null;
  for (const { body, at } of of) {
    seconds += body.phase === "ended" && begun !== null ? secondsBetween(begun, at) : 0;
    begun = body.phase === "started" ? at : null;
  }
  seconds += begun !== null && endedAt !== null ? secondsBetween(begun, endedAt) : 0;
  const last = of.at(-1)?.body;
  const ended = last?.exitCode === 0 ? "done" : "failed";
  return {
    kind: name,
    state: last?.phase === "started" ? "running" : ended,
    startedAt: first.at,
    seconds,
    eventNumber: first.number,
  };
}

/** `ran`: as `stepsOf` has it, of one that needs no setup. */
function agentStep(told: readonly ExecutionEvent[], ran: ExecutionEvent | null): Step {
  const ends = told.flatMap(({ body, at, number }) => (body.type === "agent_ended" ? [{ body, at, number }] : []));
  const [first] = ends;
  const setupEnd = told.findLast(({ body }) => body.type === "hook" && body.name === "setup" && body.phase === "ended");
  if (first === undefined) {
    const hasSetUp = setupEnd?.body.type === "hook" && setupEnd.body.exitCode === 0;
    const from = hasSetUp ? setupEnd : ran;
    return from === null
      ? { kind: "agent", ...WAITS }
      : { kind: "agent", state: "running", startedAt: from.at, seconds: null, eventNumber: from.number };
  }
  return {
    kind: "agent",
    state: ends.at(-1)?.body.outcome === "completed" ? "done" : "failed",
    startedAt: new Date(first.at.getTime() - first.body.seconds * 1000),
    seconds: ends.reduce((sum, { body }) => sum + body.seconds, 0),
    eventNumber: setupEnd?.number ?? first.number,
  };
}

/** From the last that its stages told to its end. */
function publishStep({ purpose, state, startedAt, endedAt, result }: StepsExecution, last?: ExecutionEvent): Step {
  const begun = purpose === "publish" ? startedAt : (last?.at ?? null);
  const isThere = result !== null && state !== "failed" && state !== "cancelled";
  if (state === "publishing") {
    return { kind: "publish", state: "running", startedAt: begun, seconds: null, eventNumber: last?.number ?? null };
  }
  if (endedAt === null || begun === null || (purpose !== "publish" && !isThere)) {
    return { kind: "publish", ...WAITS };
  }
  return {
    kind: "publish",
    state: isThere ? "done" : "failed",
    startedAt: begun,
    seconds: secondsBetween(begun, endedAt),
    eventNumber: last?.number ?? null,
  };
}

/** Of one that goes on the first step that is neither over nor told of is the one that is at work. */
function markRunning(steps: Step[]): Step[] {
  const isRunning = steps.some(({ state }) => state === "running" || state === "failed");
  const next = isRunning ? -1 : steps.findIndex(({ state }) => state === "waiting");
  return steps.map((step, index) => (index === next ? { ...step, state: "running" } : step));
}

/** An execution that has ended took along the step that it was at, which told of no end. */
function endRunning(steps: Step[], endedAt: Date | null): Step[] {
  return steps.map((step) => {
    if (step.state !== "running") {
      return step;
    }
    const seconds =
      step.seconds === null && step.startedAt !== null && endedAt !== null
        ? secondsBetween(step.startedAt, endedAt)
        : step.seconds;
    return { ...step, state: "failed", seconds };
  });
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / 1000);
}
