import { randomUUID } from "node:crypto";
import {
  Actor,
  AgentExecution,
  AgentTask,
  type Attempt,
  type AttemptedStep,
  canMove,
  changesOfEnd,
  concludeTask,
  type ExecutionPatch,
  type ExecutionStore,
  isFinal,
  type Lease,
  MAX_EVENT_TEXT_LENGTH,
  type TaskEnd,
  TaskOptions,
  type TaskStatus,
  taskAgain,
  withAllPosted,
} from "@catalyst/core";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { and, asc, desc, eq, inArray, isNull, ne, sql } from "../../drizzle.ts";
import { changeTasks, type NoteChange } from "../../feed/change-tasks.ts";
import { executionAdded } from "../../feed/execution-added.ts";
import { agentExecutions, agentGrants, agentMessages } from "../../schema/executions.ts";
import { agentCredentials, agentTasks } from "../../schema/tasks.ts";
import { tasksOf } from "../accounts/of-projects.ts";
import { cleanText } from "../clean-text.ts";
import { hideValues } from "../hide-values.ts";
import { inSeconds, isFree, isMine, isUnfinished, leaseTo, lockMine } from "./leases.ts";
import { resolveExecutions } from "./resolve-executions.ts";
import { recordEvent } from "./write-events.ts";

/** Those of one time, as a race's were once, are always in the same order: it is how people name them. */
const byAge = [asc(agentExecutions.startedAt), asc(agentExecutions.id)];
/** Executions in PostgreSQL. Leases are by database time; every write of a holder is fenced by its epoch. */
export function postgresExecutionStore({ drizzle }: Database): ExecutionStore {
  return hideValues<ExecutionStore>({
    ...readExecutions(drizzle),
    ...leaseExecutions(drizzle),
    resolve: (lease, decision) =>
      changeTasks(drizzle, (tx, note) => resolveExecutions(tx, note, { lease, decision: cleanText(decision) })),
    move: (lease, to, patch) =>
      changeTasks(drizzle, (tx, note) => moveExecution(tx, note, { lease, to, patch: cleanText(patch) })),
    noteAttempt: (lease, step, attempt) =>
      drizzle.transaction((tx) => noteAttempt(tx, { lease, step, attempt: cleanText(attempt) })),
    end: (lease, end, patch) =>
      changeTasks(drizzle, (tx, note) =>
        endExecution(tx, note, { lease, end: cleanText(end), patch: cleanText(patch) }),
      ),
  });
}

type Reads = Pick<ExecutionStore, "get" | "find" | "listForTask" | "listSaidReviews" | "countUnfinished" | "getTask">;

function readExecutions(drizzle: Drizzle): Reads {
  return {
    async get(id) {
      const [row] = await drizzle.select().from(agentExecutions).where(eq(agentExecutions.id, id));
      return row === undefined ? null : AgentExecution.parse(row);
    },
    async find({ id, projects }) {
      const isSeen = and(eq(agentExecutions.id, id), inArray(agentExecutions.taskId, tasksOf(drizzle, projects)));
      const [row] = await drizzle.select().from(agentExecutions).where(isSeen);
      return row === undefined ? null : AgentExecution.parse(row);
    },
    async listForTask(taskId) {
      const rows = await drizzle
        .select()
        .from(agentExecutions)
        .where(eq(agentExecutions.taskId, taskId))
        .orderBy(...byAge);
      return rows.map((row) => AgentExecution.parse(row));
    },
    async listSaidReviews({ repoId, number, max }) {
      const isOf = and(eq(agentTasks.repoId, repoId), eq(agentTasks.sourceNumber, number));
      const isSaid = sql`${agentExecutions.result} -> 'publication' ->> 'kind' = 'review'`;
      const rows = await drizzle
        .select({ execution: agentExecutions, options: agentTasks.options })
        .from(agentExecutions)
        .innerJoin(agentTasks, eq(agentTasks.id, agentExecutions.taskId))
        .where(and(isOf, isSaid))
        .orderBy(desc(agentExecutions.endedAt))
        .limit(max);
      return rows.toReversed().map(({ execution, options }) => {
        const { startCommit, result } = AgentExecution.parse(execution);
        const { paths = [] } = TaskOptions.parse(options).review ?? {};
        return { commit: startCommit ?? "", review: result?.review ?? null, paths };
      });
    },
    countUnfinished: (namespace) =>
      drizzle.$count(agentExecutions, and(isUnfinished, eq(agentExecutions.environmentNamespace, namespace))),
    async getTask(executionId) {
      const [row] = await drizzle
        .select({ task: agentTasks })
        .from(agentExecutions)
        .innerJoin(agentTasks, eq(agentTasks.id, agentExecutions.taskId))
        .where(eq(agentExecutions.id, executionId));
      return row === undefined ? null : AgentTask.parse(row.task);
    },
  };
}

function leaseExecutions(drizzle: Drizzle): Pick<ExecutionStore, "claim" | "heartbeat" | "release"> {
  return {
    async claim({ executionId, workerId, leaseSeconds }) {
      const [row] = await drizzle
        .update(agentExecutions)
        .set({ ...leaseTo({ workerId, leaseSeconds }), placedAt: sql`coalesce(${agentExecutions.placedAt}, now())` })
        .where(and(eq(agentExecutions.id, executionId), isUnfinished, isFree))
        .returning({ epoch: agentExecutions.epoch });
      return row === undefined ? null : { executionId, epoch: row.epoch };
    },
    async heartbeat(lease, leaseSeconds) {
      const rows = await drizzle
        .update(agentExecutions)
        .set({ leaseExpiresAt: inSeconds(leaseSeconds) })
        .where(isMine(lease))
        .returning({ id: agentExecutions.id });
      return rows.length === 1;
    },
    async release(lease) {
      await drizzle.update(agentExecutions).set({ leasedBy: null, leaseExpiresAt: null }).where(isMine(lease));
    },
  };
}

interface Move {
  lease: Lease;
  to: Parameters<ExecutionStore["move"]>[1];
  patch: ExecutionPatch;
}

async function moveExecution(tx: Transaction, note: NoteChange, { lease, to, patch }: Move): Promise<void> {
  const current = await lockMine(tx, lease);
  await tx
    .update(agentExecutions)
    .set({ ...withPosted(patch), state: to })
    .where(isMine(lease));
  if (current.state === to) {
    return;
  }
  refuseImpossible(current.state, to);
  const { taskId } = current;
  note({ taskId, actor: null, body: { type: "execution_moved", executionId: lease.executionId, state: to } });
  const startedAt = sql`coalesce(${agentTasks.startedAt}, now())`;
  // In a race another execution may have moved the task there.
  const moved = await tx
    .update(agentTasks)
    .set({ status: to, startedAt })
    .where(and(eq(agentTasks.id, taskId), ne(agentTasks.status, to)))
    .returning({ id: agentTasks.id });
  if (moved.length > 0) {
    note({ taskId, actor: null, body: { type: "status", status: to, failureReason: null } });
  }
  const body = { type: "status", status: to, detail: null } as const;
  await recordEvent(tx, { executionId: lease.executionId, source: "worker", body });
}

/** Addresses are added to those that others noted meanwhile. */
function withPosted({ commentsPosted = [], ...patch }: ExecutionPatch) {
  const isNew = sql`not ${agentExecutions.commentsPosted} @> jsonb_build_array(url)`;
  const added = sql`(select coalesce(jsonb_agg(url), '[]') from jsonb_array_elements_text(
    ${JSON.stringify(commentsPosted)}::jsonb) as url where ${isNew})`;
  return commentsPosted.length === 0
    ? patch
    : { ...patch, commentsPosted: sql`${agentExecutions.commentsPosted} || ${added}` };
}

interface AttemptNote {
  lease: Lease;
  step: AttemptedStep;
  attempt: Attempt | null;
}

async function noteAttempt(tx: Transaction, { lease, step, attempt }: AttemptNote): Promise<void> {
  await lockMine(tx, lease);
  const others = sql`${agentExecutions.attempts} - ${step}::text`;
  const noted = attempt === null ? others : sql`${others} || ${JSON.stringify({ [step]: attempt })}::jsonb`;
  await tx.update(agentExecutions).set({ attempts: noted }).where(isMine(lease));
}

interface End {
  lease: Lease;
  end: TaskEnd;
  patch: ExecutionPatch;
}

async function endExecution(tx: Transaction, note: NoteChange, { lease, end, patch }: End): Promise<void> {
  const { taskId, state } = await lockMine(tx, lease);
  refuseImpossible(state, end.state);
  const body = {
    type: "status",
    status: end.state,
    detail: end.errorMessage?.slice(0, MAX_EVENT_TEXT_LENGTH) ?? null,
    way: end.way ?? null,
  } as const;
  await recordEvent(tx, { executionId: lease.executionId, source: "worker", body });
  const isLive = and(eq(agentGrants.executionId, lease.executionId), isNull(agentGrants.endedAt));
  await tx.update(agentGrants).set({ endedAt: sql`now()` }).where(isLive);
  await tx
    .update(agentExecutions)
    .set({
      ...withPosted(patch),
      state: end.state,
      refusal: end.refusal,
      endedAt: sql`now()`,
      leasedBy: null,
      leaseExpiresAt: null,
    })
    .where(isMine(lease));
  const hasResult = eq(agentExecutions.id, end.resultOf ?? lease.executionId);
  await tx.update(agentExecutions).set({ result: end.result }).where(hasResult);
  for (const changed of changesOfEnd(lease.executionId, end)) {
    note({ taskId, actor: null, body: changed });
  }
  await endTask(tx, note, { executionId: lease.executionId, taskId, end });
}

/** The task's row lock makes executions that end at once take turns: the last one concludes the task. */
async function endTask(
  tx: Transaction,
  note: NoteChange,
  { executionId, taskId, ...ended }: { executionId: string; taskId: string; end: TaskEnd },
): Promise<void> {
  const [row] = await tx.select().from(agentTasks).where(eq(agentTasks.id, taskId)).for("update");
  const rows = await tx
    .select()
    .from(agentExecutions)
    .where(eq(agentExecutions.taskId, taskId))
    .orderBy(...byAge);
  const executions = rows.map((one) => AgentExecution.parse(one));
  if (executions.some(({ endedAt }) => endedAt === null)) {
    return;
  }
  const isWaiting = and(eq(agentMessages.taskId, taskId), isNull(agentMessages.deliveredTo));
  const { sentBy } = agentMessages;
  const [last] = await tx
    .select({ sentBy })
    .from(agentMessages)
    .where(isWaiting)
    .orderBy(desc(agentMessages.number))
    .limit(1);
  const task = AgentTask.parse(row);
  const { end, next } = concludeTask({
    task,
    executions,
    executionId,
    ...ended,
    waitingFrom: last === undefined ? null : Actor.parse(last.sentBy),
    newId: randomUUID,
  });
  // For a refused one nothing was done: its task is what it was.
  const before = end.state === "refused" ? executions.find(({ id }) => id === executionId)?.before : null;
  if (next === null) {
    await tx.delete(agentCredentials).where(eq(agentCredentials.taskId, taskId));
  } else {
    // Workers look for what nobody has: no wake-up is needed.
    await tx.insert(agentExecutions).values(next);
    note(executionAdded(next, null));
  }
  const again = before == null ? null : taskAgain(before, task);
  const status = again?.status ?? (next === null ? end.state : "pending");
  if (status !== task.status) {
    note({ taskId, actor: null, body: { type: "status", status, failureReason: end.failureReason } });
  }
  await tx
    .update(agentTasks)
    .set({
      status,
      failureReason: end.failureReason,
      errorMessage: end.errorMessage,
      way: end.way ?? null,
      resultPayload: withAllPosted(end.result, executions),
      ...(end.plan === undefined ? {} : { plan: end.plan }),
      completedAt: next === null && isFinal(end.state) ? sql`now()` : null,
      ...again,
    })
    .where(eq(agentTasks.id, taskId));
}

function refuseImpossible(from: TaskStatus, to: TaskStatus): void {
  if (!canMove(from, to)) {
    throw new Error(`an execution can't move from ${from} to ${to}`);
  }
}
