import type { Condition, ConditionType, EnvironmentPoolStatus, EnvironmentStatusFields } from "@catalyst/kubernetes";
import { Counter, Gauge, Histogram, type Registry } from "@catalyst/telemetry/metrics";
import type { OperatorMeasures } from "./operator-measures.ts";

const BUCKETS = [0.5, 1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 90, 120, 300, 600];
const LOOK_BUCKETS = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5];
const MILLISECONDS = 1000;
const OTHER = "other";

/** Of a start, in their order: from the end of the former phase to the end of this one. */
const PHASES = [
  ["accept", "accepted"],
  ["create", "created"],
  ["schedule", "scheduled"],
  ["isolate", "isolated"],
  ["start", "ready"],
] as const;
/** A reason of an end is one of ours; what a later version wrote isn't made a label. */
const REASONS: readonly string[] = [
  ...[
    "Completed",
    "RunnerFault",
    "GrantEnded",
    "NotPrepared",
    "OutOfMemory",
    "DiskFull",
    "DeadlineExceeded",
    "Evicted",
  ],
  ...[
    "Preempted",
    "Drained",
    "NodeLost",
    "PodDeleted",
    "Destroyed",
    "NamespaceDeleted",
    "Tripped",
    "StartTimeout",
    "Refused",
  ],
];

/** The operator's own metrics. Every label is from a list of ours: what people write into a resource never is one. */
export function registerMeasures(registry: Registry, agents: readonly string[]): OperatorMeasures {
  const registers = [registry];
  const ready = new Histogram({
    name: "catalyst_env_ready_duration_seconds",
    help: "From an Environment's creation until its first stage runs.",
    labelNames: ["agent", "path"],
    ...{ buckets: BUCKETS, registers },
  });
  const phases = new Histogram({
    name: "catalyst_env_provision_phase_duration_seconds",
    help: "What makes an environment's provisioning last: each of its phases that was done.",
    labelNames: ["phase"],
    ...{ buckets: BUCKETS, registers },
  });
  const finished = new Counter({
    name: "catalyst_env_finished_total",
    help: "Environments that are over, by why they are.",
    labelNames: ["reason"],
    registers,
  });
  const isolation = new Counter({
    name: "catalyst_env_isolation_failures_total",
    help: "Environments whose isolation wasn't proven, or was lost.",
    labelNames: ["reason"],
    registers,
  });
  return {
    ...registerWork(registry),
    ...registerPools(registry),
    told({ spec, status = {} }, former) {
      const agent = agents.includes(spec.agent.type) ? spec.agent.type : OTHER;
      if (becomes("Ready", status, former)) {
        const path = status.pod?.pooled ? "warm" : "cold";
        ready.observe({ agent, path }, (status.timings?.ready ?? 0) / MILLISECONDS);
        phasesOf(status).forEach(([phase, took]) => void phases.observe({ phase }, took));
      }
      if (becomes("Finished", status, former)) {
        finished.inc({ reason: listed(REASONS, find("Finished", status)) });
      }
      if (losesIsolation(status, former)) {
        isolation.inc({ reason: listed(ISOLATION, find("Isolated", status)) });
      }
    },
  };
}

function losesIsolation(status: EnvironmentStatusFields, former: EnvironmentStatusFields | undefined): boolean {
  const isolated = find("Isolated", status);
  return isolated?.status === "False" && find("Isolated", former)?.reason !== isolated.reason;
}

function listed(known: readonly string[], condition: Condition | undefined): string {
  const reason = condition?.reason ?? "";
  return known.includes(reason) ? reason : OTHER;
}

const ISOLATION: readonly string[] = ["PolicyNotEnforced", "GatewayUnreachable", "PrivilegeLeft", "Probing", "Tripped"];

/** Of all pools together: what people call one is no label. */
function registerPools(registry: Registry): Pick<OperatorMeasures, "pooled" | "claimed"> {
  const registers = [registry];
  const pools = new Map<string, EnvironmentPoolStatus>();
  const sum = (count: (status: EnvironmentPoolStatus) => number | undefined) =>
    [...pools.values()].reduce((total, status) => total + (count(status) ?? 0), 0);
  const pods = new Gauge({
    name: "catalyst_env_pool_pods",
    help: "Pods of pools: those that wait for an Environment, those that begin to, and those that Environments have.",
    labelNames: ["state"],
    registers,
  });
  const claims = new Counter({
    name: "catalyst_env_claims_total",
    help: "Pods of pools that became an Environment's, and those that another one had just become.",
    labelNames: ["result"],
    registers,
  });
  return {
    pooled(uid, status) {
      if (status === null) {
        pools.delete(uid);
      } else {
        pools.set(uid, status);
      }
      pods.set(
        { state: "ready" },
        sum(({ ready }) => ready),
      );
      pods.set(
        { state: "starting" },
        sum(({ replicas = 0, ready = 0 }) => replicas - ready),
      );
      pods.set(
        { state: "claimed" },
        sum(({ claimed }) => claimed),
      );
    },
    claimed: (result) => claims.inc({ result }),
  };
}

type Work = Pick<OperatorMeasures, "failed" | "leads" | "queued" | "looked">;

function registerWork(registry: Registry): Work {
  const registers = [registry];
  const errors = new Counter({
    name: "catalyst_operator_faults_total",
    help: "What the API server didn't do, or wasn't reached for, and is tried again.",
    registers,
  });
  const leader = new Gauge({ name: "catalyst_operator_leader", help: "1: this operator leads.", registers });
  const depth = new Gauge({
    name: "catalyst_operator_queue_depth",
    help: "Environments that are to be looked at.",
    registers,
  });
  const looks = new Histogram({
    name: "catalyst_operator_look_duration_seconds",
    help: "How long looking at one Environment took, with all that was done for it.",
    ...{ buckets: LOOK_BUCKETS, registers },
  });
  return {
    failed: () => errors.inc(),
    leads: (isLeader) => leader.set(isLeader ? 1 : 0),
    queued: (count) => depth.set(count),
    looked: (seconds) => looks.observe(seconds),
  };
}

function find(type: ConditionType, status: EnvironmentStatusFields | undefined): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

function becomes(type: ConditionType, status: EnvironmentStatusFields, former: EnvironmentStatusFields | undefined) {
  return find(type, status)?.status === "True" && find(type, former)?.status !== "True";
}

function phasesOf({ timings = {} }: EnvironmentStatusFields): [phase: string, seconds: number][] {
  let since = 0;
  return PHASES.flatMap(([phase, name]): [string, number][] => {
    const at = timings[name];
    if (at === undefined) {
      return [];
    }
    const seconds = Math.max(0, at - since) / MILLISECONDS;
    since = Math.max(since, at);
    return [[phase, seconds]];
  });
}
