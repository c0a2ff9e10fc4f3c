import { ASKED_NOTHING } from "@catalyst/core";
import { OWNER } from "@catalyst/core/testing";
import { describe, expect, test } from "vitest";
import { openMemoryStores, openPostgresStores } from "../../testing/contract-stores.ts";
import { storeTask } from "../../testing/stored-task.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresExecutionStore } from "../executions/execution-store.ts";
import { postgresTaskStore } from "../tasks/task-store.ts";
import { retentionStoreContract } from "./retention-store.contract.ts";
import { postgresRetentionStore } from "./retention-store.ts";

describe("what is kept in PostgreSQL", () => retentionStoreContract(openPostgresStores));
describe("what is kept in memory", () => retentionStoreContract(openMemoryStores));

test("a further execution can't begin while something of the task's is removed", async () => {
  const db = await testDatabase();
  const { task, executionId } = await storeTask(db);
  const lease = await postgresExecutionStore(db).claim({ executionId, workerId: "w", leaseSeconds: 60 });
  const failed = { state: "failed", failureReason: "agent_failed", errorMessage: "", result: null } as const;
  await postgresExecutionStore(db).end(lease ?? { executionId, epoch: 0 }, failed, {});
  const order: string[] = [];
  let begun: Promise<unknown> = Promise.resolve();
  await postgresRetentionStore(db).whileSettled(executionId, async ({ environmentNamespace }) => {
    const of = { id: crypto.randomUUID(), taskId: task.id, environmentNamespace, askedBy: OWNER, asked: ASKED_NOTHING };
    const execution = { ...of, purpose: "work", continuesId: executionId } as const;
    const wish = { credentials: [], patch: {}, actor: OWNER, changes: [] };
    begun = postgresTaskStore(db)
      .continue({ taskId: task.id, from: ["failed"], execution, ...wish })
      .then(() => order.push("begun"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    order.push("removed");
  });
  await begun;
  expect(order).toEqual(["removed", "begun"]);
  await db.close();
});
