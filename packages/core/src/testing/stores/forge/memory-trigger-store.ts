import type { NewOutboxItem } from "../../../outbox/outbox-store.ts";
import { LIMIT_REASONS, type LimitReason } from "../../../trigger/decide/reason.ts";
import type {
  ActStores,
  Trigger,
  TriggerIdentity,
  TriggerReads,
  TriggerStore,
} from "../../../trigger/hear/trigger-store.ts";
import { SAME_EVENT_SECONDS } from "../../../trigger/key/find-event.ts";
import type { TriggerLog } from "../../../trigger/read/list-triggers.ts";
import { memoryAccountStore } from "../accounts/memory-account-store.ts";
import { memoryRepoStore } from "../accounts/memory-repo-store.ts";
import { memoryBudgetStore } from "../executions/memory-budget-store.ts";
import { memoryExecutionStore } from "../executions/memory-execution-store.ts";
import type { Memory, MemoryTrigger } from "../memory.ts";
import { memoryMessageStore } from "../tasks/memory-message-store.ts";
import { memoryTaskStore } from "../tasks/memory-task-store.ts";

const HOUR = 3_600_000;
const ASKS: readonly Trigger["act"][] = ["submit", "join", "message"];

/** Triggers in memory. What is done before a use case refuses stays done: PostgreSQL alone takes it back. */
export function memoryTriggerStore(memory: Memory): TriggerStore {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    find: async (identity) => find(memory, identity),
    findTask: readTriggers(memory).findTask,
    findProposed: readTriggers(memory).findProposed,
    listPushers: readTriggers(memory).listPushers,
    once(identity, work) {
      const mine = turn.then(async () => {
        const before = find(memory, identity);
        if (before !== null) {
          return before;
        }
        const trigger = await work(storesOf(memory));
        if (trigger !== null) {
          memory.triggers.push({ ...identity, ...trigger, createdAt: memory.now() });
        }
        return null;
      });
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** What was decided, in memory. */
export function memoryTriggerLog(memory: Memory): TriggerLog {
  return {
    async listTriggers({ projects, limit }) {
      return memory.triggers
        .toReversed()
        .flatMap(({ isFallback: _fallback, repoId, target: _target, threadAct: _thread, actorId: _actor, ...seen }) => {
          const repo = memory.repos.get(repoId);
          const { taskId, createdAt: decidedAt, ...told } = seen;
          const taskNumber = memory.tasks.get(taskId ?? "")?.number ?? null;
          const isSeen = repo !== undefined && projects.includes(repo.projectId);
          return isSeen ? [{ ...told, decidedAt, taskNumber, repositoryName: repo.name }] : [];
        })
        .slice(0, limit);
    },
  };
}

function storesOf(memory: Memory): ActStores {
  return {
    triggers: readTriggers(memory),
    tasks: memoryTaskStore(memory),
    messages: memoryMessageStore(memory),
    executions: memoryExecutionStore(memory),
    accounts: memoryAccountStore(memory),
    repos: memoryRepoStore(memory),
    budgets: memoryBudgetStore(memory),
    outbox: { add: async (item) => addToOutbox(memory, item) },
  };
}

function addToOutbox({ outbox }: Memory, item: NewOutboxItem): string {
  if (!outbox.some(({ key }) => key === item.key)) {
    outbox.push(item);
  }
  return item.key;
}

function readTriggers(memory: Memory): TriggerReads {
  const since = (hours: number) => (one: MemoryTrigger) =>
    one.createdAt.getTime() > memory.now().getTime() - hours * HOUR;
  return {
    async findTask({ repoId, number, branch }) {
      const tasks = [...memory.tasks.values()].filter((task) => task.repoId === repoId).toReversed();
      const own = tasks.find((task) => branch !== null && task.branch === branch && task.taskType !== "pr_review");
      return own ?? tasks.find((task) => task.sourceNumber === number) ?? null;
    },
    async findProposed(taskId) {
      const results = [...memory.executions.values()].flatMap((one) => (one.taskId === taskId ? [one.result] : []));
      const last = results.findLast((result) => result?.publication.kind === "pull_request");
      return last?.publication.kind === "pull_request"
        ? { number: last.publication.number, headCommit: last.headCommit }
        : null;
    },
    listPushers: async (of) => listPushers(memory, of),
    async findAskedAt(taskId) {
      const asked = memory.triggers.filter((one) => one.taskId === taskId && ASKS.includes(one.act));
      return asked.map(({ happenedAt }) => happenedAt).toSorted((one, other) => +other - +one)[0] ?? null;
    },
    async count({ actorId, repoId, number, botIds }) {
      const all = memory.triggers.filter(({ act }) => act === "submit" || act === "message");
      const works = all.filter(since(24));
      const ofRepo = works.filter((one) => one.repoId === repoId);
      const here = all.filter((one) => one.repoId === repoId && one.number === number);
      return {
        byAuthorThisHour: works.filter((one) => one.actorId === actorId).filter(since(1)).length,
        inRepositoryToday: ofRepo.filter(({ act }) => act === "submit").length,
        automaticToday: ofRepo.filter((one) => one.number === number && one.isAutomatic).length,
        byBotsInRow: countInRow(here, botIds),
        checkRounds: here.filter(({ kind }) => kind === "checks_failed").length,
      };
    },
    hasAskedFor: async ({ taskId, actorId }) =>
      memory.triggers.some((one) => one.taskId === taskId && one.actorId === actorId && isAsking(one)),
    async listLimitsTold({ actorId, repoId, number }) {
      const ofRepo = (one: MemoryTrigger) => one.repoId === repoId && since(24)(one);
      const isTold: Record<LimitReason, (one: MemoryTrigger) => boolean> = {
        too_many_by_author: (one) => one.actorId === actorId && since(1)(one),
        too_many_in_repository: ofRepo,
        too_many_turns: (one) => ofRepo(one) && one.number === number,
        too_many_by_bots: (one) => ofRepo(one) && one.number === number,
      };
      return LIMIT_REASONS.filter((reason) =>
        memory.triggers.some((one) => one.reason === reason && isTold[reason](one)),
      );
    },
    async countOutsiders({ actorId, repoId, number }) {
      const told = memory.triggers.filter((one) => one.repoId === repoId && one.reason === "outsider");
      return {
        here: told.filter((one) => one.actorId === actorId && one.number === number).length,
        thisHour: told.filter(since(1)).length,
      };
    },
    async isQuiet({ repoId, number }) {
      const last = memory.triggers
        .filter((one) => one.repoId === repoId && one.number === number)
        .findLast(({ threadAct }) => threadAct === "leave_thread" || threadAct === "follow_thread");
      return last?.threadAct === "leave_thread";
    },
  };
}

function listPushers(memory: Memory, { taskId, since }: { taskId: string; since: Date }): string[] {
  const pushes = memory.triggers.filter((one) => one.taskId === taskId && one.act === "note_push");
  return [...new Set(pushes.filter(({ createdAt }) => createdAt > since).map(({ actorLogin }) => actorLogin))];
}

function isAsking({ act }: MemoryTrigger): boolean {
  return act === "submit" || act === "message" || act === "join";
}

function find({ triggers }: Memory, identity: TriggerIdentity): Trigger | null {
  return triggers.find((one) => one.key === identity.key || isSame(one, identity)) ?? null;
}

function isSame(one: Trigger, other: TriggerIdentity): boolean {
  return (
    (one.isFallback || other.isFallback) &&
    one.repoId === other.repoId &&
    one.number === other.number &&
    one.kind === other.kind &&
    one.target === other.target &&
    Math.abs(one.happenedAt.getTime() - other.happenedAt.getTime()) <= SAME_EVENT_SECONDS * 1000
  );
}

function countInRow(of: readonly MemoryTrigger[], botIds: readonly string[]): number {
  const last = of.findLastIndex(({ actorId, isAutomatic }) => !isAutomatic && !botIds.includes(actorId));
  return of.slice(last + 1).filter(({ actorId }) => botIds.includes(actorId)).length;
}
