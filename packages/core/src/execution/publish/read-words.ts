import type { EventStore } from "../../event/event.ts";
import type { TaskResult } from "../../task/task.ts";
import type { AgentExecution } from "../execution.ts";
import type { AnyStep } from "../step.ts";

/** What was said and judged of an execution's work, whatever becomes of it. */
export type Words = Pick<TaskResult, "summary" | "verification">;

/** What is known of it at an execution's end. What can't be read, for another reason than an outage, stops no end. */
export async function readWords({ execution, deps }: AnyStep): Promise<Words> {
  const { id, verification } = execution;
  try {
    return { summary: await findSummary(id, deps.events), verification };
  } catch (error) {
    if (deps.isOutage(error)) {
      throw error;
    }
    return { summary: null, verification };
  }
}

/** What the agent said last; null: nothing, or it didn't come to its end. */
export async function findSummary(
  executionId: AgentExecution["id"],
  events: Pick<EventStore, "listOfStages">,
): Promise<string | null> {
  const ends = (await events.listOfStages(executionId)).flatMap(({ body }) =>
    body.type === "agent_ended" ? [body] : [],
  );
  return ends.at(-1)?.summary ?? null;
}
