import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { ProjectBudgets } from "../../agent/agent-config.ts";
import type { AgentTask } from "../../task/task.ts";
import { createTurns, type Turns } from "../../testing/play-turns.ts";
import { memoryEventStore } from "../../testing/stores/executions/memory-event-store.ts";

let turns: Turns;
let task: AgentTask;

beforeEach(async () => {
  turns = createTurns();
  task = await turns.submit({});
});

/** Of another task's, today. */
function spend(usd: number, { limit }: { limit: number }): void {
  const { memory } = turns;
  const projectId = memory.repos.get(task.repoId)?.projectId ?? "";
  memory.budgets.set(projectId, ProjectBudgets.parse({ day: { usd: limit } }));
  const spending = { executionId: null, taskId: randomUUID(), projectId, gatewayId: randomUUID(), isSettled: true };
  memory.spendings.push({ ...spending, id: randomUUID(), usd, tokens: 1, at: memory.now() });
}

test("with a budget that is spent already nothing is prepared", async () => {
  spend(2.5, { limit: 2 });
  await turns.runAlone(task);
  expect(turns.now(task)).toMatchObject({
    status: "paused_budget",
    errorMessage: "claude-code was not started: the budget of the project in 24 hours is spent: $2.50 of $2.00.",
    way: { kind: "raise_budget", scope: "day", unit: "usd" },
    resultPayload: null,
  });
  expect(await turns.environments.list()).toEqual([]);
  expect(turns.repositories.quarantines.size).toBe(0);
});

test("while something is left it starts", async () => {
  spend(1.5, { limit: 2 });
  await turns.run(task, { head: "c".repeat(40) });
  expect(turns.now(task).status).toBe("completed");
});

test("a warning about a budget stops nothing", async () => {
  const during = async () => {
    const executionId = turns.executionsOf(task)[0]?.id ?? "";
    const body = { type: "budget", kind: "warning", scope: "task", unit: "usd", limit: 2, spent: 1.7 } as const;
    await memoryEventStore(turns.memory).record({ executionId, source: "gateway", body });
  };
  await turns.run(task, { head: "c".repeat(40), during });
  expect(turns.now(task).status).toBe("completed");
});
