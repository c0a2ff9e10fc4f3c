import type { TaskChange } from "@catalyst/core";
import { expect } from "vitest";
import type { ContractStores } from "./contract-stores.ts";

/** Follows the feed alone to what state every task and execution is in, and compares: nothing changes without being told. */
export async function expectTold(stores: ContractStores): Promise<void> {
  for (const task of await stores.tasks.list({ projects: stores.projects, limit: 1000 })) {
    const changes = await stores.changes.list({ taskId: task.id, afterNumber: 0, limit: 10_000 });
    const states = new Map(changes.flatMap((change) => [...tellState(change)]));
    const executions = await stores.executions.listForTask(task.id);
    expect(Object.fromEntries(states)).toEqual(
      Object.fromEntries([[task.id, task.status], ...executions.map(({ id, state }) => [id, state])]),
    );
  }
}

function* tellState({ taskId, body }: TaskChange): Generator<[string, string]> {
  switch (body.type) {
    case "created":
      yield [taskId, "pending"];
      return;
    case "status":
      yield [taskId, body.status];
      return;
    case "execution_added":
      yield [body.executionId, "pending"];
      return;
    case "execution_moved":
    case "execution_ended":
      yield [body.executionId, body.state];
      return;
    default:
      return;
  }
}
