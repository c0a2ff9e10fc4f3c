import { describe, expect, test } from "vitest";
import { eq } from "../../drizzle.ts";
import { agentExecutions } from "../../schema/executions.ts";
import { openMemoryStores, openPostgresStores } from "../../testing/contract-stores.ts";
import { storeTask } from "../../testing/stored-task.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { sessionStoreContract } from "./session-store.contract.ts";
import { postgresSessionStore } from "./session-store.ts";

describe("sessions in PostgreSQL", () => sessionStoreContract(openPostgresStores));
describe("sessions in memory", () => sessionStoreContract(openMemoryStores));

test("a session goes when its execution is deleted", async () => {
  const db = await testDatabase();
  const { executionId } = await storeTask(db);
  const sessions = postgresSessionStore(db);
  await sessions.save(executionId, Buffer.from("content"));
  await db.drizzle.delete(agentExecutions).where(eq(agentExecutions.id, executionId));
  expect(await sessions.has(executionId)).toBe(false);
  await db.close();
});
