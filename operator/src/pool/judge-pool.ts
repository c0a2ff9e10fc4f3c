import { durationSeconds, type EnvironmentPoolStatus, LABELS, POOL_FINALIZER } from "@catalyst/kubernetes";
import type { Pod } from "../judge/read/pod.ts";
import { PROBE_EXIT_CODES, readProbe } from "../judge/read/read-probe.ts";
import { type Health, healthOf, withHealth } from "./pool-health.ts";
import type { PoolFailure, PoolWorld } from "./pool-world.ts";
import { isGoing, isOf, isReady, poolOf } from "./warm-pod.ts";

/** So many of those that are wanted begin at once: a registry, a node and a quota are others', too. */
const SHARE_AT_ONCE = 0.1;
const START_MILLISECONDS = 600_000;
const AGAIN_MILLISECONDS = 30_000;

export type PoolAction =
  | { kind: "ensureNamespace" }
  | { kind: "makePods"; count: number }
  /** `failure`: it came to nothing by itself. */
  | { kind: "removePod"; pod: Pod; failure: Omit<PoolFailure, "at" | "times"> | null }
  | { kind: "addFinalizer" }
  | { kind: "removeFinalizer" };

export interface PoolJudgement {
  status: EnvironmentPoolStatus;
  actions: PoolAction[];
  /** Whether one became ready since others failed. */
  isWellAgain: boolean;
  againMilliseconds: number | null;
}

/** How a pool is, and what is to be done for it next. Like an Environment's, it has one answer for any state of the world. */
export function judgePool(world: PoolWorld): PoolJudgement {
  const { pool, warm, now, failure, lastHeard, isReserved, isRemoved } = world;
  const isEnding = pool.metadata.deletionTimestamp !== undefined;
  const removals = warm.flatMap((pod) => removalOf(pod, world));
  const isLeft = (pod: Pod) => !removals.some((removal) => removal.pod === pod) && !isRemoved(pod.metadata.uid);
  const fresh = warm.filter((pod) => isLeft(pod) && !isGoing(pod));
  const ready = fresh.filter((pod) => isReady(pod, lastHeard(pod.metadata.uid), now));
  const wanted = isEnding ? 0 : pool.spec.replicas;
  const surplus = surplusOf({ fresh, ready, wanted }).filter((pod) => !isReserved(pod.metadata.uid));
  const isWellAgain = failure !== null && ready.some((pod) => isYounger(pod, failure.at));
  const health = healthOf(world, { fresh, failure: isWellAgain ? null : failure });
  const missing = health.isBlocked
    ? 0
    : countToMake({ fresh: fresh.length, starting: fresh.length - ready.length, wanted });
  return {
    status: statusOf(world, { fresh, ready, health: health.said }),
    actions: [
      ...finalizerActions(world),
      ...removals,
      ...surplus.map((pod): PoolAction => ({ kind: "removePod", pod, failure: null })),
      ...(isEnding ? [] : namespaceActions(world)),
      ...(missing > 0 ? [{ kind: "makePods" as const, count: missing }] : []),
    ],
    isWellAgain,
    againMilliseconds: health.againMilliseconds ?? AGAIN_MILLISECONDS,
  };
}

function finalizerActions({ pool, warm }: PoolWorld): PoolAction[] {
  const { deletionTimestamp, finalizers = [] } = pool.metadata;
  const hasOurs = finalizers.includes(POOL_FINALIZER);
  if (deletionTimestamp === undefined) {
    return hasOurs ? [] : [{ kind: "addFinalizer" }];
  }
  return hasOurs && warm.length === 0 ? [{ kind: "removeFinalizer" }] : [];
}

function namespaceActions({ namespace }: PoolWorld): PoolAction[] {
  const isOurs = namespace?.kind === "changed" || (namespace?.kind === "missing" && namespace.mayMake);
  return isOurs ? [{ kind: "ensureNamespace" }] : [];
}

type Removal = Extract<PoolAction, { kind: "removePod" }>;

/** One that nobody may have any more, or never could. What is on its way to an Environment isn't touched. */
function removalOf(pod: Pod, world: PoolWorld): Removal[] {
  const { pool, wants, now } = world;
  const { uid, deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined || world.isReserved(uid) || world.isRemoved(uid)) {
    return [];
  }
  const age = now.getTime() - Date.parse(pod.metadata.creationTimestamp ?? now.toISOString());
  const isOthers = poolOf(pod)?.uid !== pool.metadata.uid;
  const isOld = age > durationSeconds(pool.spec.maxAge) * 1000;
  if (world.class.refusal !== null || isOthers || isOld || (world.isProvable && !isOf(pod, wants))) {
    return [{ kind: "removePod", pod, failure: null }];
  }
  const failure = failureOf(pod, age, world);
  return failure !== null || isGoing(pod) ? [{ kind: "removePod", pod, failure }] : [];
}

/** What one ended of before anybody wanted it; null: of nothing that another one would end of as well. */
function failureOf(pod: Pod, age: number, { lastHeard, now }: PoolWorld): Removal["failure"] {
  const probed = readProbe(pod);
  if (probed !== null && probed.exitCode !== PROBE_EXIT_CODES.proven) {
    const isOpen = probed.exitCode === PROBE_EXIT_CODES.policyNotEnforced;
    const found = probed.failures.join(", ") || `the probe ended with ${probed.exitCode}`;
    return { reason: isOpen ? "PolicyNotEnforced" : "NotProven", message: `Isolation isn't proven: ${found}` };
  }
  if (pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded") {
    const isMoved = pod.status.reason === "Evicted" || isDisrupted(pod);
    return isMoved ? null : { reason: "CreateFailing", message: "A pod ended before anybody wanted it" };
  }
  const isStuck = age > START_MILLISECONDS && !isReady(pod, lastHeard(pod.metadata.uid), now);
  return isStuck ? { reason: "CreateFailing", message: "A pod didn't begin to wait within 10 minutes" } : null;
}

function isDisrupted({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === "DisruptionTarget" && is === "True") ?? false;
}

interface Counted {
  fresh: readonly Pod[];
  ready: readonly Pod[];
  wanted: number;
}

/** Those that don't wait yet go first, then those that have waited longest. */
function surplusOf({ fresh, ready, wanted }: Counted): Pod[] {
  const madeAt = ({ metadata }: Pod) => metadata.creationTimestamp ?? "";
  const starting = fresh.filter((pod) => !ready.includes(pod)).toSorted((a, b) => (madeAt(a) < madeAt(b) ? 1 : -1));
  const waiting = ready.toSorted((a, b) => (madeAt(a) < madeAt(b) ? -1 : 1));
  return [...starting, ...waiting].slice(0, Math.max(0, fresh.length - wanted));
}

function countToMake({ fresh, starting, wanted }: { fresh: number; starting: number; wanted: number }): number {
  const atOnce = Math.max(1, Math.ceil(wanted * SHARE_AT_ONCE));
  return Math.max(0, Math.min(wanted - fresh, atOnce - starting));
}

function isYounger({ metadata }: Pod, moment: Date): boolean {
  return Date.parse(metadata.creationTimestamp ?? "") > moment.getTime();
}

interface Told {
  fresh: readonly Pod[];
  ready: readonly Pod[];
  health: Health;
}

function statusOf({ pool, claimed, now }: PoolWorld, { fresh, ready, health }: Told): EnvironmentPoolStatus {
  const generation = pool.metadata.generation ?? 1;
  return {
    ...{ observedGeneration: generation, replicas: fresh.length, ready: ready.length, claimed },
    selector: `${LABELS.pool}=${pool.metadata.name}`,
    conditions: withHealth(pool.status?.conditions, health, { now, generation }),
  };
}
