import { deleteObject, type EnvironmentResource, type ResourceCache } from "@catalyst/kubernetes";
import { checkClass } from "../classes/check-class.ts";
import type { FollowedNamespace } from "../cluster/followed-namespace.ts";
import type { FollowedNamespaces } from "../cluster/followed-namespaces.ts";
import { KINDS } from "../cluster/kinds.ts";
import type { PodEvents } from "../cluster/pod-events.ts";
import { judgeEnvironment } from "../judge/judge-environment.ts";
import type { Pod } from "../judge/read/pod.ts";
import type { FailedCreation, World } from "../judge/world.ts";
import type { OperatorOptions } from "../operator-options.ts";
import { buildPod } from "../pod/build-pod.ts";
import { partsOf } from "../pod/parts-of.ts";
import { type Claims, claimPod, settleClaim } from "../pool/claims.ts";
import { act, type Hands } from "./act.ts";
import { warmPodFor } from "./warm-pod-for.ts";
import { writeStatus } from "./write-status.ts";

export interface Reconciling {
  options: OperatorOptions;
  environments: ResourceCache<EnvironmentResource>;
  namespaces: Pick<FollowedNamespaces, "of" | "ensure" | "siblingOf">;
  events: PodEvents;
  /** Of each Environment by its uid, the last attempt at a pod, if it failed. */
  failures: Map<string, FailedCreation>;
  /** null: there are no pools here. */
  claims: Claims | null;
}

const UNKNOWN_YET_MILLISECONDS = 250;

/**
 * Looks at one Environment, tells how it is, and does what is next. Returns how soon to look again though nothing happens; null: not at all. Throws
 * what the API server didn't do.
 */
export async function reconcileEnvironment(key: string, reconciling: Reconciling): Promise<number | null> {
  const environment = reconciling.environments.get(key);
  if (environment === null) {
    return null;
  }
  const place = reconciling.namespaces.of(environment);
  if (!place.isComplete()) {
    return await beforeAllIsKnown(environment, place, reconciling);
  }
  await settleClaim(environment, claimingIn(place, reconciling));
  const { pod, others } = place.podOf(environment);
  await endOthers(others, reconciling);
  return await judgeAndAct({ environment, place, pod, namespace: place.state() }, reconciling);
}

/** It has one pod: what a claim gave it whose answer was lost is nobody's. */
async function endOthers(others: readonly Pod[], { options: { connection } }: Reconciling): Promise<void> {
  for (const { metadata } of others) {
    const { name, namespace = "", uid } = metadata;
    await deleteObject(connection, { place: { resource: KINDS.pods, namespace, name }, precondition: { uid } });
  }
}

/** Of a project that nobody has had yet nothing can be followed: its namespace is made first, and with it the right to do so. */
async function beforeAllIsKnown(
  environment: EnvironmentResource,
  place: FollowedNamespace,
  reconciling: Reconciling,
): Promise<number | null> {
  const ensured = await reconciling.namespaces.ensure(place);
  // Whether a pod that it had is still there nobody knows yet.
  const hadPod = environment.status?.pod !== undefined;
  if (ensured === "stands" || hadPod) {
    return UNKNOWN_YET_MILLISECONDS;
  }
  const namespace = ensured === "missing" ? { kind: ensured, mayMake: false } : { kind: ensured };
  return await judgeAndAct({ environment, place, pod: null, namespace }, reconciling);
}

interface Looked {
  environment: EnvironmentResource;
  place: FollowedNamespace;
  pod: Pod | null;
  namespace: World["namespace"];
}

async function judgeAndAct(looked: Looked, reconciling: Reconciling): Promise<number | null> {
  const { environment, place } = looked;
  const { options, environments, failures, events } = reconciling;
  const failed = failures.get(environment.metadata.uid ?? "");
  const told = await events.of(looked.pod);
  // From here to the claim nothing else comes between: no two choose the same pod.
  const judgement = judgeEnvironment(gatherWorld(looked, told, reconciling));
  const claim = judgement.actions.find(({ kind }) => kind === "claimPod");
  if (claim?.kind === "claimPod") {
    // How it is is told once, with the pod that it has then.
    const result = await claimPod(environment, claim.pod, claimingIn(place, reconciling));
    options.measures?.claimed(result);
    return 0;
  }
  const written = await writeStatus(options.connection, environment, judgement);
  if (written !== null) {
    environments.note(written);
    options.onTold?.(written, environment.status);
  }
  const hands = handsFor(looked, reconciling);
  for (const action of judgement.actions) {
    await act(written ?? environment, action, hands);
  }
  // What it didn't become is to be told, and waited for, at once.
  const hasFailed = failures.get(environment.metadata.uid ?? "") !== failed;
  return hasFailed ? 0 : judgement.againMilliseconds;
}

function gatherWorld(looked: Looked, events: World["events"], reconciling: Reconciling): World {
  const { environment, place, pod, namespace } = looked;
  const { options, failures, claims } = reconciling;
  const { gateway, classes, connection } = options;
  const podUid = pod?.metadata.uid ?? "";
  return {
    ...{ environment, pod, namespace, events },
    lastPod: place.lastPod(environment.metadata.name),
    class: checkClass(environment.spec, classes),
    failedCreation: failures.get(environment.metadata.uid ?? "") ?? null,
    warmPod: pod === null && claims !== null ? warmPodFor({ environment, place, options, claims }) : null,
    isCanaryListening: gateway.isCanaryListening(),
    trip: pod === null ? null : gateway.news.tripOf(podUid),
    lastHeard: pod === null ? null : gateway.news.lastHeard(podUid),
    now: connection.now(),
  };
}

function claimingIn(place: FollowedNamespace, { options: { connection }, claims }: Reconciling) {
  return { connection, claims, onPod: place.pods.note };
}

function handsFor({ environment, place, pod }: Looked, { options, namespaces, failures }: Reconciling): Hands {
  const { connection } = options;
  const uid = environment.metadata.uid ?? "";
  return {
    ...{ connection, namespace: place.wanted.name, podName: pod?.metadata.name ?? environment.metadata.name },
    ensureNamespace: async () => void (await namespaces.ensure(place)),
    buildPod({ spec }, made) {
      const namespace = place.wanted.name;
      return buildPod(
        environment,
        partsOf(spec, options, { namespace, sibling: namespaces.siblingOf(namespace), ...made }),
      );
    },
    onPod(pod, failed) {
      if (pod !== null) {
        place.pods.note(pod);
      }
      if (failed === null) {
        failures.delete(uid);
      } else {
        failures.set(uid, { ...failed, times: (failures.get(uid)?.times ?? 0) + 1 });
      }
    },
  };
}
