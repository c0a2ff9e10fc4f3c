import { type EnvironmentPoolResource, type ResourceCache, readOne } from "@catalyst/kubernetes";
import { checkClass } from "../classes/check-class.ts";
import type { FollowedNamespace } from "../cluster/followed-namespace.ts";
import type { FollowedNamespaces } from "../cluster/followed-namespaces.ts";
import { KINDS } from "../cluster/kinds.ts";
import type { Pod } from "../judge/read/pod.ts";
import type { OperatorOptions } from "../operator-options.ts";
import { partsOf } from "../pod/parts-of.ts";
import { actOnPool, removePod } from "./act-on-pool.ts";
import type { Claims } from "./claims.ts";
import { judgePool } from "./judge-pool.ts";
import { specOfPool, templateOf } from "./pool-template.ts";
import type { PoolFailure, PoolWorld } from "./pool-world.ts";
import { poolOf } from "./warm-pod.ts";
import { writePoolStatus } from "./write-pool-status.ts";

export interface PoolReconciling {
  options: OperatorOptions;
  pools: ResourceCache<EnvironmentPoolResource>;
  namespaces: Pick<FollowedNamespaces, "follow" | "ensure" | "list" | "siblingOf">;
  /** Where pods of a project are; null: each environment has its own. */
  placeOf: (project: string) => FollowedNamespace | null;
  claims: Claims;
  /** Of each pool by its uid. */
  failures: Map<string, PoolFailure>;
  /** When pods were thrown away, by their uids. */
  removed: Map<string, number>;
}

const UNKNOWN_YET_MILLISECONDS = 250;
/** By then everybody was told of what became of a pod. */
const TOLD_MILLISECONDS = 60_000;

/** Looks at one pool, does what is next for it, and tells how it is. Returns how soon to look again; null: not at all. */
export async function reconcilePool(key: string, reconciling: PoolReconciling): Promise<number | null> {
  const pool = reconciling.pools.get(key);
  if (pool === null) {
    return reconciling.pools.isComplete() ? await sweepPool(key, reconciling) : UNKNOWN_YET_MILLISECONDS;
  }
  const place = reconciling.placeOf(pool.spec.project);
  if (place !== null && !place.isComplete()) {
    const ensured = await reconciling.namespaces.ensure(place);
    return ensured === "stands" ? UNKNOWN_YET_MILLISECONDS : await tellAndAct(pool, { place, ensured }, reconciling);
  }
  return await tellAndAct(pool, { place, ensured: null }, reconciling);
}

/** It is gone, and with it what kept it: pods that wait for it are nobody's. */
async function sweepPool(key: string, { options: { connection }, namespaces }: PoolReconciling): Promise<null> {
  const [namespace = "", name = ""] = key.split("/");
  const left = namespaces
    .list()
    .flatMap((one) => one.warmPods())
    .filter((pod) => poolOf(pod)?.home === namespace && poolOf(pod)?.name === name);
  if (left.length > 0 && (await readOne(connection, { resource: KINDS.pools, namespace, name })) === null) {
    await Promise.all(left.map((pod) => removePod(pod, connection)));
  }
  return null;
}

interface Looked {
  place: FollowedNamespace | null;
  /** Where nothing can be followed yet: how its namespace is. */
  ensured: "missing" | "foreign" | "terminating" | null;
}

async function tellAndAct(
  pool: EnvironmentPoolResource,
  { place, ensured }: Looked,
  reconciling: PoolReconciling,
): Promise<number | null> {
  const { options, pools, failures, removed, namespaces } = reconciling;
  const uid = pool.metadata.uid ?? "";
  const world = gatherPool(pool, { place, ensured }, reconciling);
  const judgement = judgePool(world);
  if (judgement.isWellAgain) {
    failures.delete(uid);
  }
  const told = await writePoolStatus(options.connection, pool, judgement.status);
  if (told !== null) {
    pools.note(told);
  }
  options.measures?.pooled(uid, judgement.status);
  let isFailed = false;
  const onFailure = (failure: Omit<PoolFailure, "at" | "times">) => {
    isFailed = true;
    const times = (failures.get(uid)?.times ?? 0) + 1;
    failures.set(uid, { ...failure, times, at: options.connection.now() });
  };
  for (const action of judgement.actions) {
    const onRemoved = ({ metadata }: Pod) => void removed.set(metadata.uid, performance.now());
    const { siblingOf, ensure } = namespaces;
    const hands = { options, world, place, siblingOf, ensure, onFailure, onRemoved };
    // What couldn't be made once isn't tried at once again.
    await (isFailed && action.kind === "makePods" ? null : actOnPool(told ?? pool, action, hands));
  }
  return isFailed ? 0 : judgement.againMilliseconds;
}

function gatherPool(
  pool: EnvironmentPoolResource,
  { place, ensured }: Looked,
  reconciling: PoolReconciling,
): PoolWorld {
  const { options, claims, failures, removed } = reconciling;
  const { classes, gateway, connection } = options;
  const spec = specOfPool(pool.spec);
  const policy = checkClass(spec, classes);
  const { name, namespace: home, uid = "" } = pool.metadata;
  const isItsOwn = (pod: Pod) => poolOf(pod)?.name === name && poolOf(pod)?.home === home;
  const known = ensured === null ? place : null;
  const made = { namespace: place?.wanted.name ?? "", sibling: null, attempt: 1, avoidNode: null };
  return {
    pool,
    warm: known?.warmPods().filter(isItsOwn) ?? [],
    claimed: known?.claimedPods().filter(isItsOwn).length ?? 0,
    namespace: ensured === null ? (known?.state() ?? null) : unmade(ensured),
    class: policy,
    wants: {
      template: policy.refusal === null ? templateOf(spec, partsOf(spec, options, made)) : "",
      ground: known?.ground() ?? "",
    },
    isProvable: gateway.place().canaries.length > 0 && (gateway.isCanaryListening() || !policy.isProofRequired),
    lastHeard: gateway.news.lastHeard,
    isReserved: claims.isReserved,
    isRemoved: (podUid) => isLate(removed, podUid),
    failure: failures.get(uid) ?? null,
    now: connection.now(),
  };
}

/** Whether it was thrown away just now, and what is known of it is of before. */
function isLate(removed: Map<string, number>, podUid: string): boolean {
  for (const [uid, at] of removed) {
    if (performance.now() - at > TOLD_MILLISECONDS) {
      removed.delete(uid);
    }
  }
  return removed.has(podUid);
}

function unmade(ensured: NonNullable<Looked["ensured"]>): PoolWorld["namespace"] {
  return ensured === "missing" ? { kind: ensured, mayMake: false } : { kind: ensured };
}
