import { seenProjects } from "../../account/rights/seen-projects.ts";
import type { EventStore, ExecutionEvent } from "../../event/event.ts";
import { type EventsOfDeps, type EventsOfInput, unknownExecution } from "../../event/list-events.ts";
import type { AgentExecution } from "../../execution/execution.ts";
import { type Step, stepsOf } from "./steps-of.ts";

export type { Step, StepKind } from "./steps-of.ts";

interface ListStepsDeps extends Pick<EventsOfDeps, "accounts"> {
  executions: { find(input: { id: string; projects: readonly string[] }): Promise<AgentExecution | null> };
  events: Pick<EventStore, "listOfStages" | "list">;
}

/** That an environment is at work is told before anything in it is. */
const FIRST_EVENTS = 200;

/** The steps of an execution that the actor sees, and how long each took. Throws `not_found`. */
export async function listSteps({ actor, executionId }: EventsOfInput, deps: ListStepsDeps): Promise<Step[]> {
  const projects = await seenProjects(actor, deps);
  const execution = await deps.executions.find({ id: executionId, projects });
  if (execution === null) {
    throw unknownExecution(executionId);
  }
  const told = await deps.events.listOfStages(executionId);
  return stepsOf(execution, told, execution.state === "cancelled" ? await findRan(executionId, deps) : null);
}

async function findRan(executionId: string, { events }: Pick<ListStepsDeps, "events">): Promise<ExecutionEvent | null> {
  const first = await events.list({ executionId, afterNumber: 0, limit: FIRST_EVENTS });
  return first.findLast(({ body }) => body.type === "status" && body.status === "running") ?? null;
}
