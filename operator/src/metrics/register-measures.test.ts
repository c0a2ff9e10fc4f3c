import type { Condition, EnvironmentStatusFields } from "@catalyst/kubernetes";
import { openMetrics } from "@catalyst/telemetry";
import { afterEach, beforeEach, expect, test } from "vitest";
import { at, environmentOf } from "../testing/worlds.ts";
import type { OperatorMeasures } from "./operator-measures.ts";
import { registerMeasures } from "./register-measures.ts";

let metrics: Awaited<ReturnType<typeof openMetrics>>;
let measures: OperatorMeasures;

beforeEach(async () => {
  const address = { host: "127.0.0.1", port: 0 };
  metrics = await openMetrics({ process: "operator", address, checks: {}, log: { info: () => undefined } });
  measures = registerMeasures(metrics.registry, ["claude-code"]);
});
afterEach(() => metrics.close());

async function samplesOf(name: string): Promise<string[]> {
  const lines = (await metrics.registry.metrics()).split("\n").filter((line) => line.startsWith(name));
  return lines.map((line) => line.replace(/,process="operator"|process="operator",/, ""));
}

function statusOf(type: Condition["type"], status: Condition["status"], reason: string): EnvironmentStatusFields {
  const condition = {
    type,
    status,
    reason,
    message: "",
    lastTransitionTime: at(9).toISOString(),
    observedGeneration: 1,
  };
  const timings = { accepted: 0, created: 1000, scheduled: 2000, isolated: 4000, ready: 9000 };
  return { conditions: [condition], timings };
}

test("a start is measured once, with what made it last", async () => {
  const ready = statusOf("Ready", "True", "Running");
  measures.told(environmentOf({ status: ready }), undefined);
  measures.told(environmentOf({ status: ready }), ready);
  expect(await samplesOf("catalyst_env_ready_duration_seconds_sum")).toEqual([
    'catalyst_env_ready_duration_seconds_sum{agent="claude-code",path="cold"} 9',
  ]);
  expect(await samplesOf("catalyst_env_provision_phase_duration_seconds_sum")).toEqual(
    ['accept"} 0', 'create"} 1', 'schedule"} 1', 'isolate"} 2', 'start"} 5'].map(
      (rest) => `catalyst_env_provision_phase_duration_seconds_sum{phase="${rest}`,
    ),
  );
});

test("an end is counted by its reason, and no word of a resource makes a label", async () => {
  measures.told(environmentOf({ status: statusOf("Finished", "True", "Evicted") }), undefined);
  measures.told(environmentOf({ status: statusOf("Finished", "True", "x".repeat(60)) }), undefined);
  const agent = { type: "mine", timeout: "30m" };
  measures.told(environmentOf({ spec: { agent }, status: statusOf("Ready", "True", "Running") }), undefined);
  expect(await samplesOf("catalyst_env_finished_total{")).toEqual([
    'catalyst_env_finished_total{reason="Evicted"} 1',
    'catalyst_env_finished_total{reason="other"} 1',
  ]);
  expect(await samplesOf("catalyst_env_ready_duration_seconds_count")).toEqual([
    'catalyst_env_ready_duration_seconds_count{agent="other",path="cold"} 1',
  ]);
});

test("isolation that isn't proven is counted each time that it becomes so", async () => {
  const failed = statusOf("Isolated", "False", "PolicyNotEnforced");
  measures.told(environmentOf({ status: failed }), undefined);
  measures.told(environmentOf({ status: failed }), failed);
  expect(await samplesOf("catalyst_env_isolation_failures_total{")).toEqual([
    'catalyst_env_isolation_failures_total{reason="PolicyNotEnforced"} 1',
  ]);
});

test("pods of all pools are told together, whatever people call a pool, and those of one that is gone no more", async () => {
  measures.pooled("a", { replicas: 5, ready: 3, claimed: 1 });
  measures.pooled("b", { replicas: 2, ready: 2, claimed: 0 });
  measures.claimed("claimed");
  expect(await samplesOf("catalyst_env_pool_pods")).toEqual([
    'catalyst_env_pool_pods{state="ready"} 5',
    'catalyst_env_pool_pods{state="starting"} 2',
    'catalyst_env_pool_pods{state="claimed"} 1',
  ]);
  expect(await samplesOf("catalyst_env_claims_total")).toEqual(['catalyst_env_claims_total{result="claimed"} 1']);
  measures.pooled("a", null);
  expect(await samplesOf("catalyst_env_pool_pods")).toContain('catalyst_env_pool_pods{state="ready"} 2');
});
