import type { Load } from "@catalyst/core";
import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { registerLoad } from "./register-load.ts";

const LOAD: Load = { waiting: 3, oldestSeconds: 12.5, placed: 2, tasks: { running: 2, pending: 3 } };

test("the load is read once for all that is told of it", async () => {
  let reads = 0;
  const registry = new Registry();
  registerLoad(registry, {
    async readLoad() {
      reads += 1;
      return LOAD;
    },
  });
  const [text] = await Promise.all([registry.metrics(), registry.metrics()]);
  expect(text).toContain("catalyst_queue_executions 3");
  expect(text).toContain("catalyst_queue_oldest_seconds 12.5");
  expect(text).toContain("catalyst_places_taken 2");
  expect(text).toContain('catalyst_tasks{status="running"} 2');
  expect(reads).toBe(1);
});

test("while the database is away nothing is told of it, and the rest is", async () => {
  const registry = new Registry();
  registerLoad(registry, { readLoad: () => Promise.reject(new Error("away")) });
  const text = await registry.metrics();
  expect(text).toContain("# TYPE catalyst_queue_executions gauge");
  expect(text.split("\n").filter((line) => line.startsWith("catalyst_"))).toEqual([]);
});
