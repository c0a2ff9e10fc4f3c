import { expect, test } from "vitest";
import type { TaskFilter } from "../task-store.ts";
import { countTasks } from "./count-tasks.ts";

test("what was refused counts, as the lists that are counted show it", async () => {
  const asked: Partial<TaskFilter>[] = [];
  const tasks = { count: async (filter: TaskFilter) => asked.push(filter) };
  const deps = { tasks } as unknown as Parameters<typeof countTasks>[1];
  await countTasks({ actor: { kind: "system" } }, deps);
  expect(asked.filter(({ statuses }) => statuses === undefined)).toHaveLength(2);
  expect(asked.map(({ statuses }) => statuses)).toContainEqual(["failed", "refused"]);
  expect(asked.every(({ hasRefused }) => hasRefused === true)).toBe(true);
});
