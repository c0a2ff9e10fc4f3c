import { randomUUID } from "node:crypto";
import type { ExecutionEventBody } from "../../../event/event.ts";
import { changesOfEnd } from "../../../execution/end/changes-of-end.ts";
import { concludeTask } from "../../../execution/end/conclude-task.ts";
import { withAllPosted } from "../../../execution/end/with-all-posted.ts";
import type { AgentExecution } from "../../../execution/execution.ts";
import type { ExecutionPatch, ExecutionStore } from "../../../execution/execution-store.ts";
import type { OneReview } from "../../../forge/review/join-said.ts";
import { taskAgain } from "../../../task/act/task-before.ts";
import type { AgentTask, TaskEnd } from "../../../task/task.ts";
import { canMove, isFinal } from "../../../task/task-state.ts";
import type { StoredMessage } from "../memory.ts";
import { listOfProjects, type Memory } from "../memory.ts";
import { noteChange } from "../tasks/memory-task-change-store.ts";
import { addExecution, noteStatus } from "../tasks/memory-task-store.ts";
import { getMine } from "./get-mine.ts";
import { storeEvent } from "./memory-event-store.ts";

export function memoryExecutionStore(memory: Memory): ExecutionStore {
  const all = () => [...memory.executions.values()];
  const expiry = (seconds: number) => new Date(memory.now().getTime() + seconds * 1000);
  return {
    get: async (id) => memory.executions.get(id) ?? null,
    async find({ id, projects }) {
      const execution = memory.executions.get(id);
      const isSeen = listOfProjects(memory, projects).some((task) => task.id === execution?.taskId);
      return isSeen ? (execution ?? null) : null;
    },
    listForTask: async (taskId) => all().filter((execution) => execution.taskId === taskId),
    listSaidReviews: async (of) => listSaidReviews(memory, of),
    async claim({ executionId, workerId, leaseSeconds }) {
      const execution = memory.executions.get(executionId);
      if (execution === undefined || !isFree(memory, execution)) {
        return null;
      }
      const epoch = execution.epoch + 1;
      memory.executions.set(executionId, {
        ...execution,
        epoch,
        leasedBy: workerId,
        leaseExpiresAt: expiry(leaseSeconds),
        placedAt: execution.placedAt ?? memory.now(),
      });
      return { executionId, epoch };
    },
    async heartbeat(lease, leaseSeconds) {
      const execution = memory.executions.get(lease.executionId);
      if (execution === undefined || execution.epoch !== lease.epoch || execution.endedAt !== null) {
        return false;
      }
      memory.executions.set(execution.id, { ...execution, leaseExpiresAt: expiry(leaseSeconds) });
      return true;
    },
    async release(lease) {
      const execution = memory.executions.get(lease.executionId);
      if (execution?.epoch === lease.epoch) {
        memory.executions.set(execution.id, { ...execution, leasedBy: null, leaseExpiresAt: null });
      }
    },
    countUnfinished: async (namespace) =>
      all().filter(({ endedAt, environmentNamespace }) => endedAt === null && environmentNamespace === namespace)
        .length,
    resolve: resolveIn(memory),
    move: moveIn(memory),
    async noteAttempt(lease, step, attempt) {
      const execution = getMine(memory, lease);
      const { [step]: _, ...others } = execution.attempts;
      const attempts = attempt === null ? others : { ...others, [step]: attempt };
      memory.executions.set(execution.id, { ...execution, attempts });
    },
    end: endIn(memory),
    getTask: async (executionId) => memory.tasks.get(memory.executions.get(executionId)?.taskId ?? "") ?? null,
  };
}

function listSaidReviews(memory: Memory, { repoId, number, max }: SaidOf): OneReview[] {
  const isOf = (taskId: string) => {
    const task = memory.tasks.get(taskId);
    return task?.repoId === repoId && task.sourceNumber === number;
  };
  const isSaid = ({ taskId, result }: AgentExecution) => isOf(taskId) && result?.publication.kind === "review";
  const said = [...memory.executions.values()].filter(isSaid).slice(-max);
  return said.map(({ taskId, startCommit, result }) => ({
    commit: startCommit ?? "",
    review: result?.review ?? null,
    paths: memory.tasks.get(taskId)?.options.review?.paths ?? [],
  }));
}

type SaidOf = Parameters<ExecutionStore["listSaidReviews"]>[0];

function isFree(memory: Memory, { endedAt, leaseExpiresAt }: AgentExecution): boolean {
  return endedAt === null && (leaseExpiresAt === null || leaseExpiresAt < memory.now());
}

function resolveIn(memory: Memory): ExecutionStore["resolve"] {
  return async (lease, { task, executions }) => {
    const { taskId } = getMine(memory, lease);
    const undecided = executions.filter(({ id }) => memory.executions.get(id)?.resolution === null);
    for (const { id, ...decided } of undecided) {
      memory.executions.set(id, { ...(memory.executions.get(id) as AgentExecution), ...decided });
      const { agentType, model } = decided;
      const body = { type: "execution_resolved", executionId: id, agentType, model } as const;
      noteChange(memory, { taskId, actor: null, body });
    }
    if (task !== null && undecided.length > 0) {
      memory.tasks.set(taskId, { ...(memory.tasks.get(taskId) as AgentTask), ...task });
    }
    const kept = [...memory.executions.values()].filter((one) => one.taskId === taskId);
    deleteCredentials(
      memory,
      taskId,
      kept.map(({ resolution }) => resolution?.credential?.id),
    );
  };
}

function moveIn(memory: Memory): ExecutionStore["move"] {
  return async (lease, to, patch) => {
    const execution = getMine(memory, lease);
    if (execution.state !== to) {
      refuseImpossible(execution, to);
    }
    memory.executions.set(execution.id, { ...execution, ...withPosted(execution, patch), state: to });
    if (execution.state === to) {
      return;
    }
    const task = memory.tasks.get(execution.taskId) as AgentTask;
    memory.tasks.set(task.id, { ...task, status: to, startedAt: task.startedAt ?? memory.now() });
    recordStatus(memory, execution.id, { status: to, detail: null });
    const moved = { type: "execution_moved", executionId: execution.id, state: to } as const;
    noteChange(memory, { taskId: task.id, actor: null, body: moved });
    if (task.status !== to) {
      noteStatus(memory, { taskId: task.id, status: to, failureReason: null, actor: null });
    }
  };
}

function endIn(memory: Memory): ExecutionStore["end"] {
  return async (lease, end, patch) => {
    const { state, errorMessage, result } = end;
    const execution = getMine(memory, lease);
    refuseImpossible(execution, state);
    const ended = { state, refusal: end.refusal ?? null, endedAt: memory.now(), leasedBy: null, leaseExpiresAt: null };
    memory.executions.set(execution.id, { ...execution, ...withPosted(execution, patch), ...ended });
    const owner = memory.executions.get(end.resultOf ?? execution.id) as AgentExecution;
    memory.executions.set(owner.id, { ...owner, result });
    memory.grants = memory.grants.map((grant) =>
      grant.executionId === execution.id ? { ...grant, endedAt: grant.endedAt ?? memory.now() } : grant,
    );
    recordStatus(memory, execution.id, { status: state, detail: errorMessage, way: end.way ?? null });
    for (const body of changesOfEnd(execution.id, end)) {
      noteChange(memory, { taskId: execution.taskId, actor: null, body });
    }
    concludeIn(memory, { taskId: execution.taskId, executionId: execution.id, end });
  };
}

function withPosted({ commentsPosted: before }: AgentExecution, patch: ExecutionPatch): ExecutionPatch {
  return { ...patch, commentsPosted: [...new Set([...before, ...(patch.commentsPosted ?? [])])] };
}

function concludeIn(
  memory: Memory,
  { taskId, executionId, end: asked }: { taskId: string; executionId: string; end: TaskEnd },
): void {
  const executions = [...memory.executions.values()].filter((one) => one.taskId === taskId);
  if (executions.some(({ endedAt }) => endedAt === null)) {
    return;
  }
  const task = memory.tasks.get(taskId) as AgentTask;
  const isWaiting = (one: StoredMessage) => one.taskId === taskId && one.deliveredTo === null;
  const waitingFrom = memory.messages.findLast(isWaiting)?.sentBy ?? null;
  const input = { task, executions, executionId, end: asked, waitingFrom, newId: randomUUID };
  const { end, next } = concludeTask(input);
  const { failureReason, errorMessage, way = null, result, plan } = end;
  const completedAt = next === null && isFinal(end.state) ? memory.now() : null;
  const outcome = {
    failureReason,
    errorMessage,
    way,
    resultPayload: withAllPosted(result, executions),
    completedAt,
    plan: plan ?? task.plan,
  };
  const before = end.state === "refused" ? memory.executions.get(executionId)?.before : null;
  const again = before == null ? null : taskAgain(before, task);
  const status = again?.status ?? (next === null ? end.state : "pending");
  memory.tasks.set(task.id, { ...task, ...outcome, ...again, status });
  if (next === null) {
    deleteCredentials(memory, taskId);
  } else {
    addExecution(memory, next, { actor: null });
  }
  if (status !== task.status) {
    noteStatus(memory, { taskId, status, failureReason, actor: null });
  }
}

function deleteCredentials(memory: Memory, ofTask: string, kept: (string | undefined)[] = []): void {
  const own = [...memory.credentials.values()].filter(({ id, taskId }) => taskId === ofTask && !kept.includes(id));
  for (const credential of own) {
    memory.credentials.delete(credential.id);
  }
}

function refuseImpossible(execution: AgentExecution, to: AgentExecution["state"]): void {
  if (!canMove(execution.state, to)) {
    throw new Error(`an execution can't move from ${execution.state} to ${to}`);
  }
}

type StatusBody = Extract<ExecutionEventBody, { type: "status" }>;

function recordStatus(memory: Memory, executionId: string, what: Pick<StatusBody, "status" | "detail" | "way">): void {
  storeEvent(memory, { executionId, source: "worker", body: { type: "status", ...what } });
}
