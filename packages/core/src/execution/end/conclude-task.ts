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
  const { waitingFrom, newId } = input;
  const isEnded = end.state === "completed" || (end.state === "awaiting_approval" && end.result?.hold != null);
  const isAsked = isEnded && PURPOSES[purpose].leavesResult;
  if (isToJoin(execution, end)) {
    const askedBy = waitingFrom ?? execution.askedBy;
    const continuesId = end.resultOf ?? execution.id;
    const next = { ...continueWith(execution, { purpose: "work", askedBy, newId }), continuesId, asked: JOINING };
    return { end: { ...end, failureReason: null, errorMessage: null, way: null }, next };
  }
  return {
    end,
    next: isAsked && waitingFrom !== null ? continueWith(execution, { purpose, askedBy: waitingFrom, newId }) : null,
  };
}

const JOINING = { ...ASKED_NOTHING, update: { isRebase: false, isOfOthers: true } };

/**
 * Whether the result conflicts with what others pushed to its branch meanwhile, and is to be brought together with that by a further turn
 * that nobody asks for: once. Where they are faster again, people say what is to become of it.
 */
function isToJoin({ purpose, asked }: AgentExecution, { state, result }: TaskEnd): boolean {
  const publication = result?.publication;
  if (state !== "failed" || publication?.kind !== "kept" || publication.problem?.kind !== "elsewhere") {
    return false;
  }
  return purpose !== "review" && publication.problem.isOnward === true && asked.update?.isOfOthers !== true;
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
