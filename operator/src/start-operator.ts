import { setTimeout as sleep } from "node:timers/promises";
import { sweepNamespace } from "./clean/sweep-namespace.ts";
import { sweepOrphan } from "./clean/sweep-orphan.ts";
import { type FollowedCluster, followCluster, KEYS } from "./cluster/follow-cluster.ts";
import { podEvents } from "./cluster/pod-events.ts";
import type { FailedCreation } from "./judge/world.ts";
import { holdLease } from "./leadership/hold-lease.ts";
import { podNamespaceOfProject } from "./namespace/pod-namespace.ts";
import type { OperatorOptions } from "./operator-options.ts";
import { type Claims, keepClaims } from "./pool/claims.ts";
import type { PoolFailure } from "./pool/pool-world.ts";
import { reconcilePool } from "./pool/reconcile-pool.ts";
import { type Clock, type WorkQueue, workQueue } from "./queue/work-queue.ts";
import { reconcileEnvironment } from "./reconcile/reconcile-environment.ts";

const AT_ONCE = 20;
const RESYNC_MILLISECONDS = 600_000;
const UNKNOWN_YET_MILLISECONDS = 1000;
const LEASE = "catalyst-operator";

/** Waits until it leads, works until the signal or until it leads no more, and says which of both it was. */
export async function startOperator(options: OperatorOptions): Promise<"released" | "lost"> {
  const { connection, home, identity, signal } = options;
  const leading = new AbortController();
  let work: Promise<void> = Promise.resolve();
  const end = await holdLease({
    ...{ connection, namespace: home, name: LEASE, identity, signal, clock: LEASE_CLOCK },
    onLead: () => {
      options.measures?.leads(true);
      work = operate(options, leading.signal);
    },
  });
  leading.abort();
  options.measures?.leads(false);
  await work;
  return end;
}

const CLOCK: Clock = {
  now: () => performance.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};
const LEASE_CLOCK = {
  now: CLOCK.now,
  wait: (milliseconds: number, signal: AbortSignal) =>
    sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};

async function operate(options: OperatorOptions, signal: AbortSignal): Promise<void> {
  const { connection, home, onFault } = options;
  const queue = workQueue(CLOCK);
  const failures = new Map<string, FailedCreation>();
  const events = podEvents(connection);
  const claims = options.hasPools ? keepClaims() : null;
  const cluster = followCluster({ options, signal, queue, failures, claims });
  const { environments, standing, namespaces } = cluster;
  const reconciling = { options, environments, namespaces, events, failures, claims };
  const lookAtPool = poolLooks({ options, cluster, claims });
  const resync = setInterval(cluster.lookAtAll, RESYNC_MILLISECONDS);
  const sweep = async (key: string): Promise<void> => {
    if (key.startsWith(KEYS.orphan)) {
      const pod = namespaces.podOf(key.slice(KEYS.orphan.length));
      await (pod === null ? null : sweepOrphan(connection, environments, pod));
      return;
    }
    const namespace = standing.get(`/${key.slice(KEYS.unowned.length)}`);
    await (namespace === null ? null : sweepNamespace(namespace, { connection, home, mode: options.tenancy.mode }));
  };
  const look = async (key: string): Promise<number | null> => {
    if (key.startsWith(KEYS.namespace)) {
      return await namespaces.mend(key.slice(KEYS.namespace.length));
    }
    if (key.startsWith(KEYS.pool)) {
      return await lookAtPool(key.slice(KEYS.pool.length));
    }
    if (!key.startsWith(KEYS.orphan) && !key.startsWith(KEYS.unowned)) {
      return await reconcileEnvironment(key, reconciling);
    }
    // What isn't known isn't gone.
    return environments.isComplete() ? await sweep(key).then(() => null) : UNKNOWN_YET_MILLISECONDS;
  };
  await queue.run((key) => measured(options.measures, queue, () => lookAt(key, { look, queue, onFault })), {
    ...{ atOnce: AT_ONCE, signal },
  });
  clearInterval(resync);
}

interface PoolLooking {
  options: OperatorOptions;
  cluster: FollowedCluster;
  claims: Claims | null;
}

/** Looks at a pool by its key; where there are none, at nothing. */
function poolLooks({ options, cluster: { pools, namespaces }, claims }: PoolLooking) {
  const { mode } = options.tenancy;
  const failures = new Map<string, PoolFailure>();
  const removed = new Map<string, number>();
  const placeOf = (project: string) => {
    const wanted = podNamespaceOfProject(project, mode);
    return wanted === null ? null : namespaces.follow(wanted);
  };
  return async (key: string): Promise<number | null> =>
    pools === null || claims === null
      ? null
      : await reconcilePool(key, { options, pools, namespaces, placeOf, claims, failures, removed });
}

async function measured(measures: OperatorOptions["measures"], queue: WorkQueue, look: () => Promise<void>) {
  const began = performance.now();
  await look();
  measures?.looked((performance.now() - began) / 1000);
  measures?.queued(queue.size());
}

interface Looking {
  look: (key: string) => Promise<number | null>;
  queue: WorkQueue;
  onFault: OperatorOptions["onFault"];
}

async function lookAt(key: string, { look, queue, onFault }: Looking): Promise<void> {
  try {
    const again = await look(key);
    queue.forget(key);
    if (again !== null) {
      queue.addAfter(key, again);
    }
  } catch (cause) {
    onFault(cause as Error);
    queue.retry(key);
  }
}
