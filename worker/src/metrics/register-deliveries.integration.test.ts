import { openMetrics } from "@catalyst/telemetry";
import { expect, test } from "vitest";
import { registerDeliveries } from "./register-deliveries.ts";

test("deliveries are counted by what came of them, and how long they waited is measured", async () => {
  const address = { host: "127.0.0.1", port: 0 };
  const metrics = await openMetrics({ process: "worker", address, checks: {}, log: { info: () => undefined } });
  const note = registerDeliveries(metrics.registry);
  note("task", 0.3);
  note("task", -1);
  note("failed", 90_000);
  const text = await (await fetch(`${metrics.url}/metrics`)).text();
  await metrics.close();
  expect(text).toContain('catalyst_github_deliveries_total{decision="task",process="worker"} 2');
  expect(text).toContain('catalyst_github_deliveries_total{decision="failed",process="worker"} 1');
  expect(text).toContain('catalyst_github_decision_seconds_bucket{le="0.5",process="worker"} 2');
});
