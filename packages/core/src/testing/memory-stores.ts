import { randomUUID } from "node:crypto";
import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential, CredentialStore } from "../credential/credential.ts";
import type { EventStore, ExecutionEvent, ExecutionEventBody, EventSource } from "../event/event.ts";
import { AgentExecution } from "../execution/execution.ts";
import type { ExecutionStore, Lease } from "../execution/execution-store.ts";
import type { Grant, GrantStore } from "../execution/grant.ts";
import { AgentTask } from "../task/task.ts";
import { canMove, isFinal } from "../task/task-state.ts";
import type { NewExecution, TaskStore } from "../task/task-store.ts";
import type { Repo } from "../vcs/repo.ts";

/** Everything that PostgreSQL holds, in memory, for tests of the core. The contract suites say that it behaves alike. */
export interface Memory {
  tasks: Map<string, AgentTask>;
  executions: Map<string, AgentExecution>;
  events: ExecutionEvent[];
  grants: Grant[];
  credentials: Map<string, AgentCredential>;
  repos: Map<string, Repo>;
  dedupeKeys: Map<string, string>;
  now: () => Date;
}

export function createMemory(now: () => Date = () => new Date()): Memory {
  return { tasks: new Map(), executions: new Map(), events: [], grants: [], credentials: new Map(), repos: new Map(), dedupeKeys: new Map(), now };
}

export function memoryTaskStore(memory: Memory): TaskStore {
  const addExecution = (execution: NewExecution) => memory.executions.set(execution.id, newExecution(execution, memory.now()));
  return {
    async create({ task, execution, credential, dedupeKey }) {
      const same = dedupeKey === null ? undefined : memory.tasks.get(memory.dedupeKeys.get(dedupeKey) ?? "");
      if (same !== undefined && !isFinal(same.status)) {
        return { task: same, created: false };
      }
      const created = AgentTask.parse({ ...task, number: memory.tasks.size + 1, createdAt: memory.now() });
      memory.tasks.set(created.id, created);
      addExecution(execution);
      if (credential !== null) {
        memory.credentials.set(credential.id, credential);
      }
      if (dedupeKey !== null) {
        memory.dedupeKeys.set(dedupeKey, created.id);
      }
      return { task: created, created: true };
    },
    get: async (id) => memory.tasks.get(id) ?? null,
    find: async (reference) => [...memory.tasks.values()].filter(({ id, number }) => String(number) === reference.replace("#", "") || id.startsWith(reference)),
    list: async ({ limit }) => [...memory.tasks.values()].toSorted((a, b) => b.number - a.number).slice(0, limit),
    async retry({ taskId, execution, credential }) {
      const task = memory.tasks.get(taskId);
      if (task === undefined || !canMove(task.status, "pending")) {
        return null;
      }
      addExecution(execution);
      if (credential !== null) {
        memory.credentials.set(credential.id, credential);
      }
      const retried: AgentTask = { ...task, status: "pending", failureReason: null, errorMessage: null, resultPayload: null, cancelRequestedAt: null, completedAt: null };
      memory.tasks.set(taskId, retried);
      return retried;
    },
    async requestCancel(taskId) {
      const task = memory.tasks.get(taskId);
      if (task === undefined || isFinal(task.status)) {
        return task ?? null;
      }
      const marked = { ...task, cancelRequestedAt: task.cancelRequestedAt ?? memory.now() };
      memory.tasks.set(taskId, marked);
      return marked;
    },
  };
}

function newExecution({ id, taskId, environmentNamespace }: NewExecution, startedAt: Date): AgentExecution {
  const empty = { leasedBy: null, leaseExpiresAt: null, baseCommit: null, exitCode: null, stdout: null, stderr: null, endedAt: null };
  return AgentExecution.parse({ ...empty, id, taskId, environmentNamespace, startedAt });
}

export function memoryExecutionStore(memory: Memory): ExecutionStore {
  const isFree = (execution: AgentExecution) => execution.endedAt === null && (execution.leaseExpiresAt === null || execution.leaseExpiresAt < memory.now());
  const expiry = (seconds: number) => new Date(memory.now().getTime() + seconds * 1000);
  const mine = (lease: Lease): AgentExecution => {
    const execution = memory.executions.get(lease.executionId);
    if (execution === undefined || execution.epoch !== lease.epoch || execution.endedAt !== null) {
      throw new CatalystError("lease_lost", `Writing execution ${lease.executionId} was refused: another worker has taken it over, or it has ended.`);
    }
    return execution;
  };
  const record = (executionId: string, status: string, detail: string | null) => storeEvent(memory, { executionId, source: "worker", body: { type: "status", status, detail } });
  return {
    get: async (id) => memory.executions.get(id) ?? null,
    listForTask: async (taskId) => [...memory.executions.values()].filter((execution) => execution.taskId === taskId),
    async claim({ executionId, workerId, leaseSeconds }) {
      const execution = memory.executions.get(executionId);
      if (execution === undefined || !isFree(execution)) {
        return null;
      }
      const epoch = execution.epoch + 1;
      memory.executions.set(executionId, { ...execution, epoch, leasedBy: workerId, leaseExpiresAt: expiry(leaseSeconds) });
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
    listClaimable: async () => [...memory.executions.values()].filter(isFree).map(({ id }) => id),
    countUnfinished: async () => [...memory.executions.values()].filter(({ endedAt }) => endedAt === null).length,
    async move(lease, to, patch) {
      const execution = mine(lease);
      memory.executions.set(execution.id, { ...execution, ...patch, state: to });
      if (execution.state === to) {
        return;
      }
      refuseImpossible(execution, to);
      const task = memory.tasks.get(execution.taskId) as AgentTask;
      memory.tasks.set(task.id, { ...task, status: to, startedAt: task.startedAt ?? memory.now() });
      record(execution.id, to, null);
    },
    async end(lease, { state, failureReason, errorMessage, result }, patch) {
      const execution = mine(lease);
      refuseImpossible(execution, state);
      memory.executions.set(execution.id, { ...execution, ...patch, state, endedAt: memory.now(), leasedBy: null, leaseExpiresAt: null });
      const task = memory.tasks.get(execution.taskId) as AgentTask;
      memory.tasks.set(task.id, { ...task, status: state, failureReason, errorMessage, resultPayload: result, completedAt: memory.now() });
      memory.grants = memory.grants.map((grant) => (grant.executionId === execution.id ? { ...grant, endedAt: grant.endedAt ?? memory.now() } : grant));
      for (const credential of [...memory.credentials.values()].filter(({ taskId }) => taskId === task.id)) {
        memory.credentials.delete(credential.id);
      }
      record(execution.id, state, errorMessage);
    },
    async getTask(executionId) {
      return memory.tasks.get(memory.executions.get(executionId)?.taskId ?? "") ?? null;
    },
  };
}

function refuseImpossible(execution: AgentExecution, to: AgentExecution["state"]): void {
  if (!canMove(execution.state, to)) {
    throw new Error(`an execution can't move from ${execution.state} to ${to}`);
  }
}

function storeEvent(memory: Memory, input: { executionId: string; source: EventSource; body: ExecutionEventBody; sourceNumber?: number; at?: Date }): void {
  const ofExecution = memory.events.filter(({ executionId }) => executionId === input.executionId);
  const ofSource = ofExecution.filter(({ source }) => source === input.source);
  memory.events.push({
    executionId: input.executionId,
    number: ofExecution.length + 1,
    source: input.source,
    sourceNumber: input.sourceNumber ?? ofSource.length + 1,
    at: input.at ?? memory.now(),
    body: input.body,
  });
}

export function memoryEventStore(memory: Memory): EventStore {
  return {
    async append({ executionId, source, events }) {
      const stored = () => memory.events.filter((event) => event.executionId === executionId && event.source === source).length;
      for (const event of events.toSorted((a, b) => a.sourceNumber - b.sourceNumber)) {
        if (event.sourceNumber === stored() + 1) {
          storeEvent(memory, { executionId, source, ...event });
        }
      }
      return stored();
    },
    record: async (input) => storeEvent(memory, input),
    list: async ({ executionId, afterNumber, limit }) => memory.events.filter((event) => event.executionId === executionId && event.number > afterNumber).slice(0, limit),
    watch: async () => async () => undefined,
  };
}

export function memoryGrantStore(memory: Memory): GrantStore {
  return {
    async issue(grant, epoch) {
      if (memory.executions.get(grant.executionId)?.epoch !== epoch) {
        throw new CatalystError("lease_lost", `Writing execution ${grant.executionId} was refused: another worker has taken it over, or it has ended.`);
      }
      memory.grants = memory.grants.map((old) => (old.executionId === grant.executionId ? { ...old, endedAt: old.endedAt ?? memory.now() } : old));
      memory.grants.push({ ...grant, endedAt: null });
    },
    findLive: async (tokenHash) => memory.grants.find((grant) => grant.tokenHash === tokenHash && grant.endedAt === null && grant.expiresAt > memory.now()) ?? null,
  };
}

export function memoryCredentialStore(memory: Memory): CredentialStore {
  return {
    async insert(credential) {
      const isSame = (other: AgentCredential) => other.taskId === null && other.provider === credential.provider && other.userId === credential.userId && other.teamId === credential.teamId;
      if (credential.taskId === null && [...memory.credentials.values()].some(isSame)) {
        throw new CatalystError("conflict", `Adding a credential failed: there is one for ${credential.provider} already.`);
      }
      memory.credentials.set(credential.id, credential);
    },
    get: async (id) => memory.credentials.get(id) ?? null,
    list: async (owner) => [...memory.credentials.values()].filter(({ taskId, userId, teamId }) => taskId === null && (owner.kind === "user" ? userId === owner.userId : teamId === owner.teamId)),
    async findForTask(taskId, provider) {
      const usable = [...memory.credentials.values()].filter((credential) => credential.provider === provider);
      const user = memory.tasks.get(taskId)?.assignedBy;
      return usable.find((credential) => credential.taskId === taskId) ?? usable.find((credential) => credential.taskId === null && credential.userId === user) ?? null;
    },
    async replaceSealed(before, after) {
      if (memory.credentials.get(before.id)?.wrappedDataKey !== before.wrappedDataKey) {
        return false;
      }
      memory.credentials.set(before.id, after);
      return true;
    },
    async markUsed(id) {
      const credential = memory.credentials.get(id);
      if (credential !== undefined) {
        memory.credentials.set(id, { ...credential, lastUsedAt: memory.now() });
      }
    },
    delete: async (id) => memory.credentials.delete(id),
    listAll: async () => [...memory.credentials.values()],
  };
}

/** A repository for tests, stored. */
export function addRepo(memory: Memory): Repo {
  const repo: Repo = { id: randomUUID(), projectId: randomUUID(), vcs: "local", url: "/srv/shop", name: "shop", defaultBranch: "main", createdAt: memory.now() };
  memory.repos.set(repo.id, repo);
  return repo;
}
