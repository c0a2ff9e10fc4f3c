import { describe, expect, test } from "vitest";
import { openMemoryStores, openPostgresStores } from "../../testing/contract-stores.ts";
import { executionStoreContract } from "./execution-store.contract.ts";

describe("executions in PostgreSQL", () => executionStoreContract(openPostgresStores));
describe("executions in memory", () => executionStoreContract(openMemoryStores));

test("output that PostgreSQL can't hold doesn't keep an execution from ending", async () => {
  const { executions, ...stores } = await openPostgresStores();
  const { executionId } = await stores.storeTask();
  const lease = (await executions.claim({ executionId, workerId: "w", leaseSeconds: 60 })) ?? { executionId, epoch: 0 };
  const errorMessage = `\u0000${"x".repeat(100_000)}`;
  const end = { state: "failed", failureReason: "agent_failed", errorMessage, result: null } as const;
  await executions.end(lease, end, { stdout: "a\u0000b", stderr: "\ud800" });
  expect(await executions.get(executionId)).toMatchObject({ stdout: "a\ufffdb", stderr: "\ufffd" });
  await stores.close();
});
