import type { EventStore, ExecutionEventBody } from "../../../event/event.ts";
import type { ThreadAnswer } from "../../../result/answers/thread-answer.ts";
import type { TaskResult } from "../../../task/task.ts";
import type { AgentExecution } from "../../execution.ts";
import { findContinued } from "../../find-continued.ts";
import type { AnyStep } from "../../step.ts";

/** What was said and judged of an execution's work, whatever becomes of it. */
export type Words = Pick<TaskResult, "summary" | "verification" | "review">;

/** What is known of it at an execution's end. What can't be read, for another reason than an outage, stops no end. */
export async function readWords({ execution, deps }: AnyStep): Promise<Words> {
  const { id, verification, asked } = execution;
  try {
    const last = await findLastTurn(id, deps.events);
    if (last === null && asked.update !== null) {
      // No agent was needed: what was said of the work holds.
      const before = await findContinued({ execution, deps });
      return { summary: before?.result?.summary ?? null, review: null, verification };
    }
    return { summary: last?.summary ?? null, review: last?.review ?? null, verification };
  } catch (error) {
    if (deps.isOutage(error)) {
      throw error;
    }
    return { summary: null, review: null, verification };
  }
}

/** Whether anything was. */
export function hasWords({ summary, verification, review }: Words): boolean {
  return summary !== null || verification !== null || review !== null;
}

/** What the agent said last; null: nothing, or it didn't come to its end. */
export async function findSummary(
  executionId: AgentExecution["id"],
  events: Pick<EventStore, "listOfStages">,
): Promise<string | null> {
  return (await findLastTurn(executionId, events))?.summary ?? null;
}

/** What the agent said in the threads that it was told of. What can't be read, for another reason than an outage, isn't said. */
export async function findAnswers({ execution, deps }: AnyStep): Promise<readonly ThreadAnswer[]> {
  try {
    return (await findLastTurn(execution.id, deps.events))?.answers ?? [];
  } catch (error) {
    if (deps.isOutage(error)) {
      throw error;
    }
    return [];
  }
}

type AgentEnded = Extract<ExecutionEventBody, { type: "agent_ended" }>;

async function findLastTurn(
  executionId: AgentExecution["id"],
  events: Pick<EventStore, "listOfStages">,
): Promise<AgentEnded | null> {
  const ends = (await events.listOfStages(executionId)).flatMap(({ body }) =>
    body.type === "agent_ended" ? [body] : [],
  );
  return ends.at(-1) ?? null;
}
