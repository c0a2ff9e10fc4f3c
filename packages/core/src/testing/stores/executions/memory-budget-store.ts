import { randomUUID } from "node:crypto";
import { ProjectBudgets } from "../../../agent/agent-config.ts";
import type { BudgetUse } from "../../../budget/budget.ts";
import type {
  BudgetStore,
  DaySpending,
  ReservationRequest,
  Settlement,
  Spending,
  TaskSpending,
} from "../../../budget/budget-store.ts";
import {
  GATEWAY_LEASE_SECONDS,
  isSameWarning,
  judgeBudget,
  judgeWarnings,
  LONGEST_RESERVATION_SECONDS,
  listLimits,
  thresholdOf,
} from "../../../budget/judge-budget.ts";
import { CatalystError } from "../../../catalyst-error.ts";
import type { Memory, MemorySpending } from "../memory.ts";
import { noteChange } from "../tasks/memory-task-change-store.ts";
import { memoryEventStore } from "./memory-event-store.ts";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

interface Place {
  executionId: string | null;
  taskId: string;
  projectId: string;
}

export function memoryBudgetStore(memory: Memory): BudgetStore {
  return {
    async reserve({ executionId, gatewayId, estimate, credential }) {
      const taskId = memory.executions.get(executionId)?.taskId ?? "";
      const place = { executionId, ...findPlace(memory, taskId) };
      if (credential !== null && !isCurrent(memory, credential)) {
        return { kind: "credential_changed" };
      }
      const judged = judgeBudget(measure(memory, place));
      if (judged.kind !== "granted") {
        return judged;
      }
      const id = randomUUID();
      memory.gateways.set(gatewayId, memory.now());
      memory.spendings.push({ id, ...place, ...estimate, gatewayId, isSettled: false, at: memory.now() });
      return { ...judged, id, isLimited: isLimited(memory, place) };
    },
    async look({ executionId, credential }) {
      const place = findPlace(memory, memory.executions.get(executionId)?.taskId ?? "");
      if (credential !== null && !isCurrent(memory, credential)) {
        return "credential_changed";
      }
      return isLimited(memory, { executionId, ...place }) ? "limited" : "free";
    },
    async note({ id, executionId, gatewayId, estimate }) {
      const place = { executionId, ...findPlace(memory, memory.executions.get(executionId)?.taskId ?? "") };
      if (!memory.spendings.some((one) => one.id === id)) {
        memory.gateways.set(gatewayId, memory.now());
        memory.spendings.push({ id, ...place, ...estimate(), gatewayId, isSettled: false, at: memory.now() });
      }
    },
    settle: (settlement) => settle(memory, settlement),
    async enter(gatewayId) {
      memory.gateways.set(gatewayId, memory.now());
      memory.spendings = memory.spendings.map((one) => ({
        ...one,
        isSettled: one.isSettled || one.gatewayId === gatewayId,
      }));
    },
    stay: async (gatewayId) => void memory.gateways.set(gatewayId, memory.now()),
    async warn(executionId) {
      const taskId = memory.executions.get(executionId)?.taskId ?? "";
      const warnings = judgeWarnings(spendingOf(memory, { executionId, ...findPlace(memory, taskId) }));
      const told = memory.changes.flatMap((change) =>
        change.taskId === taskId && change.body.type === "spending_warned" ? [change.body] : [],
      );
      const untold = warnings.filter((warning) => !told.some((before) => isSameWarning(before, warning)));
      for (const warning of untold) {
        noteChange(memory, { taskId, actor: null, body: { type: "spending_warned", ...warning } });
      }
      return untold;
    },
    spent: async (taskId) => spendingOf(memory, { executionId: null, ...findPlace(memory, taskId) }),
    async spentByTask(taskIds) {
      const spent = new Map<string, number>();
      for (const one of memory.spendings) {
        if (taskIds.includes(one.taskId) && one.usd > 0 && !isOpen(memory, one)) {
          spent.set(one.taskId, (spent.get(one.taskId) ?? 0) + one.usd);
        }
      }
      return spent;
    },
    spentByDay: async ({ projects, since }) => sumByDay(memory, projects, since),
  };
}

function isLimited(memory: Memory, place: Place): boolean {
  return measure(memory, place).length > 0;
}

function isCurrent(memory: Memory, { id, wrappedDataKey }: NonNullable<ReservationRequest["credential"]>): boolean {
  const stored = memory.credentials.get(id);
  return stored?.wrappedDataKey === wrappedDataKey && stored.signInNeeded === null;
}

async function settle(memory: Memory, settlement: Settlement): Promise<void> {
  const { reservationId: id, executionId, gatewayId, spent, usage } = settlement;
  const before = memory.spendings.find((one) => one.id === id);
  if (before?.isSettled && before.usd === spent.usd && before.tokens === spent.tokens) {
    return;
  }
  const place = { executionId, ...findPlace(memory, memory.executions.get(executionId)?.taskId ?? "") };
  const settled = { at: memory.now(), ...before, id, ...place, gatewayId, ...spent, isSettled: true };
  memory.spendings = [...memory.spendings.filter((one) => one !== before), settled];
  if (usage !== null) {
    await memoryEventStore(memory).record({ executionId, source: "gateway", body: usage });
  }
}

function sumByDay(memory: Memory, projects: readonly string[], since: Date): DaySpending[] {
  const days = new Map<string, DaySpending>();
  for (const one of memory.spendings) {
    if (projects.includes(one.projectId) && one.at >= since && !isOpen(memory, one)) {
      const { agentType = null, model = null } = memory.executions.get(one.executionId ?? "") ?? {};
      const day = one.at.toISOString().slice(0, 10);
      const key = JSON.stringify([day, agentType, model]);
      const sum = days.get(key) ?? { day, agentType, model, requests: 0, usd: 0, tokens: 0 };
      const { requests, usd, tokens } = sum;
      days.set(key, { ...sum, requests: requests + 1, usd: usd + one.usd, tokens: tokens + one.tokens });
    }
  }
  return [...days.values()].toSorted((a, b) => a.day.localeCompare(b.day));
}

function spendingOf(memory: Memory, place: Place): TaskSpending {
  const budgets = budgetsOf(memory, place.projectId);
  const ofTask = memory.spendings.filter((one) => one.taskId === place.taskId && !isOpen(memory, one));
  const spent = { usd: sum(ofTask, "usd"), tokens: sum(ofTask, "tokens") };
  const limits = measure(memory, place).map(({ reserved: _reserved, ...use }) => use);
  return { spent, limits, threshold: thresholdOf(budgets, { limits, spent }), onExceeded: budgets.onExceeded };
}

function findPlace(memory: Memory, taskId: string): Omit<Place, "executionId"> {
  const projectId = memory.repos.get(memory.tasks.get(taskId)?.repoId ?? "")?.projectId;
  if (projectId === undefined) {
    throw new CatalystError("not_found", `Looking up budgets failed: there is no task ${taskId}.`);
  }
  return { taskId, projectId };
}

function budgetsOf(memory: Memory, projectId: string): ProjectBudgets {
  return memory.budgets.get(projectId) ?? ProjectBudgets.parse({});
}

function measure(memory: Memory, place: Place): (BudgetUse & { reserved: number })[] {
  const budget = memory.tasks.get(place.taskId)?.options.budget ?? { usd: null, tokens: null };
  return listLimits(budgetsOf(memory, place.projectId), budget)
    .filter(({ scope }) => scope !== "execution" || place.executionId !== null)
    .map((limit) => {
      const within = memory.spendings.filter((one) => isWithin(memory, one, { ...place, scope: limit.scope }));
      const open = within.filter((one) => isOpen(memory, one));
      const reserved = sum(open, limit.unit);
      return { ...limit, spent: sum(within, limit.unit) - reserved, reserved };
    });
}

function isWithin(memory: Memory, one: MemorySpending, within: Place & { scope: BudgetUse["scope"] }): boolean {
  switch (within.scope) {
    case "execution":
      return one.executionId === within.executionId;
    case "task":
      return one.taskId === within.taskId;
    case "project":
      return one.projectId === within.projectId;
    case "day":
      return one.projectId === within.projectId && age(memory, one) < DAY_MILLISECONDS;
  }
}

function isOpen(memory: Memory, one: MemorySpending): boolean {
  const seenAt = memory.gateways.get(one.gatewayId)?.getTime() ?? 0;
  const isServed = memory.now().getTime() - seenAt < GATEWAY_LEASE_SECONDS * 1000;
  return !one.isSettled && isServed && age(memory, one) < LONGEST_RESERVATION_SECONDS * 1000;
}

function age(memory: Memory, { at }: MemorySpending): number {
  return memory.now().getTime() - at.getTime();
}

function sum(spendings: Spending[], unit: keyof Spending): number {
  return spendings.reduce((total, one) => total + one[unit], 0);
}
