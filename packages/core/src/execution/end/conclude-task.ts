import type { Actor } from "../../account/actor.ts";
import { PURPOSES } from "../../task/execution-purpose.ts";
import type { AgentTask, TaskEnd } from "../../task/task.ts";
import type { NewExecution } from "../../task/task-store.ts";
import { ASKED_NOTHING } from "../asked-execution.ts";
import type { AgentExecution } from "../execution.ts";

export interface ConcludeInput {
  task: AgentTask;
  /** All of the task, ended, the oldest first. */
  executions: AgentExecution[];
  /** The one that ended last, and how. */
  executionId: string;
  end: TaskEnd;
  /** Who sent the last of the messages that wait; null: none waits. */
  waitingFrom: Actor | null;
  newId: () => string;
}

/** What becomes of a task when its last unfinished execution has ended: an end, or one more execution. */
export interface Conclusion {
  end: TaskEnd;
  next: NewExecution | null;
}

export function concludeTask(input: ConcludeInput): Conclusion {
  const { task, end, executions, executionId } = input;
  const execution = executions.find(({ id }) => id === executionId);
  if (execution === undefined || task.cancelRequestedAt !== null || task.ending !== null) {
    return { end: task.ending === null ? end : endedInstead(end), next: null };
  }
  if (task.options.race !== null && isRacer(execution)) {
    return concludeRace(input, executions.filter(isRacer));
  }
  const { purpose } = execution;
  const { waitingFrom: askedBy, newId } = input;
  const isEnded = end.state === "completed" || (end.state === "awaiting_approval" && end.result?.hold != null);
  const isAsked = isEnded && PURPOSES[purpose].leavesResult;
  return { end, next: isAsked && askedBy !== null ? continueWith(execution, { purpose, askedBy, newId }) : null };
}

/** Nobody is waited for any more. */
function endedInstead(end: TaskEnd): TaskEnd {
  const isWaiting = end.state === "awaiting_approval" || end.state === "paused_budget";
  return isWaiting ? { ...end, state: "cancelled" } : end;
}

function isRacer({ purpose, continuesId }: AgentExecution): boolean {
  return purpose === "work" && continuesId === null;
}

/** The first that came in with a passed verification wins where the rule says so; else a person picks, if there is anything to pick. */
function concludeRace({ task, end, newId }: ConcludeInput, racers: AgentExecution[]): Conclusion {
  const finished = racers
    .filter(({ state, result }) => state === "completed" && result?.headCommit != null)
    .toSorted((a, b) => Number(a.endedAt) - Number(b.endedAt));
  const winner = finished.find(({ result }) => result?.verification?.isPassed === true);
  if (task.options.race?.pick === "verify" && winner !== undefined && winner.result?.hold == null) {
    return { end, next: continueWith(winner, { purpose: "publish", askedBy: winner.askedBy, newId }) };
  }
  if (finished.length > 0) {
    return {
      end: {
        ...{ state: "awaiting_approval", failureReason: null, errorMessage: null, result: null },
        way: { kind: "pick_result", task: task.number },
      },
      next: null,
    };
  }
  return { end, next: null };
}

function continueWith(
  { id, taskId, environmentNamespace }: AgentExecution,
  { newId, ...why }: Pick<NewExecution, "purpose" | "askedBy"> & { newId: () => string },
): NewExecution {
  return { id: newId(), taskId, environmentNamespace, asked: ASKED_NOTHING, continuesId: id, ...why };
}
