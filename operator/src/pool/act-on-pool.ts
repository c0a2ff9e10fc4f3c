import {
  type ClusterConnection,
  ClusterFault,
  createObject,
  deleteObject,
  type EnvironmentPoolResource,
  mergeObject,
  POOL_FINALIZER,
} from "@catalyst/kubernetes";
import type { FollowedNamespace } from "../cluster/followed-namespace.ts";
import type { FollowedNamespaces } from "../cluster/followed-namespaces.ts";
import { KINDS, WRITING } from "../cluster/kinds.ts";
import { Pod } from "../judge/read/pod.ts";
import type { OperatorOptions } from "../operator-options.ts";
import { partsOf } from "../pod/parts-of.ts";
import { buildWarmPod } from "./build-warm-pod.ts";
import type { PoolAction } from "./judge-pool.ts";
import { specOfPool } from "./pool-template.ts";
import type { PoolFailure, PoolWorld } from "./pool-world.ts";

/** What is done by whoever knows more than one pool. */
export interface PoolHands extends Pick<FollowedNamespaces, "siblingOf" | "ensure"> {
  options: OperatorOptions;
  world: PoolWorld;
  place: FollowedNamespace | null;
  onFailure: (failure: Omit<PoolFailure, "at" | "times">) => void;
  onRemoved: (pod: Pod) => void;
}

/** Does one thing. What is done already, or is no more to be done, is no fault. Throws `ClusterFault` for what is to be tried again. */
export async function actOnPool(pool: EnvironmentPoolResource, action: PoolAction, hands: PoolHands): Promise<void> {
  const { place, options, ensure } = hands;
  switch (action.kind) {
    case "ensureNamespace":
      await (place === null ? null : ensure(place));
      return;
    case "makePods":
      for (let made = 0; made < action.count && (await makePod(pool, hands)); made++) {
        // One after the other: where one can't be made, others needn't be tried.
      }
      return;
    case "removePod":
      return await throwAway(action, hands);
    case "addFinalizer":
      await changeFinalizers(pool, options.connection, (known) => [...known, POOL_FINALIZER]);
      return;
    case "removeFinalizer":
      await changeFinalizers(pool, options.connection, (known) => known.filter((one) => one !== POOL_FINALIZER));
  }
}

type Removal = Extract<PoolAction, { kind: "removePod" }>;

async function throwAway({ pod, failure }: Removal, { options, onFailure, onRemoved }: PoolHands): Promise<void> {
  if (!(await removePod(pod, options.connection))) {
    return;
  }
  onRemoved(pod);
  if (failure !== null) {
    onFailure(failure);
  }
}

async function makePod(pool: EnvironmentPoolResource, hands: PoolHands): Promise<boolean> {
  const { options, world, place, siblingOf, onFailure } = hands;
  if (place === null) {
    return false;
  }
  const { name: namespace } = place.wanted;
  const spec = specOfPool(pool.spec);
  const parts = partsOf(spec, options, { namespace, sibling: siblingOf(namespace), attempt: 1, avoidNode: null });
  const object = buildWarmPod(pool, parts, world.wants);
  const where = { resource: KINDS.pods, namespace, name: null };
  try {
    const made = Pod.safeParse(await createObject(options.connection, { place: where, object, writing: WRITING })).data;
    if (made !== undefined) {
      place.pods.note(made);
    }
    return made !== undefined;
  } catch (cause) {
    if (!(cause instanceof ClusterFault) || !["quota", "forbidden", "invalid", "not_found"].includes(cause.kind)) {
      throw cause;
    }
    onFailure({ reason: cause.kind === "quota" ? "QuotaExceeded" : "CreateFailing", message: cause.message });
    return false;
  }
}

/** Only as it was looked at: one that an Environment got meanwhile is that one's. Returns whether it was. */
export async function removePod({ metadata }: Pod, connection: ClusterConnection): Promise<boolean> {
  const { name, namespace = "", uid, resourceVersion } = metadata;
  const precondition = resourceVersion === undefined ? { uid } : { uid, resourceVersion };
  const place = { resource: KINDS.pods, namespace, name };
  return await unlessChanged(deleteObject(connection, { place, precondition }));
}

async function changeFinalizers(
  { metadata }: EnvironmentPoolResource,
  connection: ClusterConnection,
  change: (known: string[]) => string[],
): Promise<void> {
  const { name, namespace = "", finalizers = [], resourceVersion } = metadata;
  const changed = { metadata: { finalizers: change(finalizers), resourceVersion } };
  const place = { resource: KINDS.pools, namespace, name };
  await unlessChanged(mergeObject(connection, { place, change: changed, writing: WRITING }));
}

/** What it has become is told, and looked at. */
async function unlessChanged(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (cause) {
    if (!(cause instanceof ClusterFault && (cause.kind === "not_found" || cause.kind === "conflict"))) {
      throw cause;
    }
    return false;
  }
}
