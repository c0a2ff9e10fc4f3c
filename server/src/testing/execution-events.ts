import type { TestServer } from "./start-test-server.ts";

/** Writes so many events of an execution, as its worker would. */
export async function tellEvents({ deps }: TestServer, executionId: string, count: number): Promise<void> {
  const body = { type: "log", stream: "system", text: "x" } as const;
  for (let told = 0; told < count; told++) {
    await deps.events.record({ executionId, source: "worker", body });
  }
}

/** Ends an execution as cancelled, and its task with it. */
export async function endExecution({ deps: { executions } }: TestServer, executionId: string): Promise<void> {
  const lease = await executions.claim({ executionId, workerId: "test", leaseSeconds: 60 });
  const end = { state: "cancelled", failureReason: null, errorMessage: null, result: null } as const;
  await executions.end(lease as NonNullable<typeof lease>, end, {});
}
