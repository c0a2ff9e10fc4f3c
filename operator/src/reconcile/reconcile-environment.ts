import { ClusterFault, type EnvironmentResource, type ResourceCache } from "@catalyst/kubernetes";
import { checkClass } from "../classes/check-class.ts";
import type { FollowedNamespace } from "../cluster/followed-namespace.ts";
import type { FollowedNamespaces } from "../cluster/followed-namespaces.ts";
import type { PodEvents } from "../cluster/pod-events.ts";
import { judgeEnvironment } from "../judge/judge-environment.ts";
import type { Pod } from "../judge/read/pod.ts";
import type { FailedCreation, World } from "../judge/world.ts";
import type { OperatorOptions } from "../operator-options.ts";
import { buildPod } from "../pod/build-pod.ts";
import { act, type Hands } from "./act.ts";
import { writeStatus } from "./write-status.ts";

export interface Reconciling {
  options: OperatorOptions;
  environments: ResourceCache<EnvironmentResource>;
  namespaces: Pick<FollowedNamespaces, "of" | "ensure" | "siblingOf">;
  events: PodEvents;
  /** Of each Environment by its uid, the last attempt at a pod, if it failed. */
  failures: Map<string, FailedCreation>;
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
  const pod = place.pods.get(`${place.wanted.name}/${environment.metadata.name}`);
  return await judgeAndAct({ environment, place, pod, namespace: place.state() }, reconciling);
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
  const { environment } = looked;
  const { options, environments, failures } = reconciling;
  const failed = failures.get(environment.metadata.uid ?? "");
  const judgement = judgeEnvironment(await gatherWorld(looked, reconciling));
  const told = await writeStatus(options.connection, environment, judgement);
  if (told !== null) {
    environments.note(told);
    options.onTold?.(told, environment.status);
  }
  const hands = handsFor(looked, reconciling);
  for (const action of judgement.actions) {
    await act(told ?? environment, action, hands);
  }
  // What it didn't become is to be told, and waited for, at once.
  const hasFailed = failures.get(environment.metadata.uid ?? "") !== failed;
  return hasFailed ? 0 : judgement.againMilliseconds;
}

async function gatherWorld(
  { environment, place, pod, namespace }: Looked,
  { options, events, failures }: Reconciling,
): Promise<World> {
  const { gateway, classes, connection } = options;
  const podUid = pod?.metadata.uid ?? "";
  return {
    ...{
      environment,
      pod,
      lastPod: place.lastPod(environment.metadata.name),
      namespace,
      class: checkClass(environment.spec, classes),
    },
    failedCreation: failures.get(environment.metadata.uid ?? "") ?? null,
    isCanaryListening: gateway.isCanaryListening(),
    trip: pod === null ? null : gateway.news.tripOf(podUid),
    lastHeard: pod === null ? null : gateway.news.lastHeard(podUid),
    events: await events.of(pod),
    now: connection.now(),
  };
}

function handsFor({ environment, place }: Looked, { options, namespaces, failures }: Reconciling): Hands {
  const { connection, classes, images, gateway } = options;
  const uid = environment.metadata.uid ?? "";
  return {
    ...{ connection, namespace: place.wanted.name },
    ensureNamespace: async () => void (await namespaces.ensure(place)),
    buildPod({ spec }, made) {
      const wanted = classes.classes[spec.className];
      if (wanted === undefined) {
        throw new ClusterFault("invalid", `the class ${spec.className} went while its pod was made`);
      }
      const agentImage = images.agents[spec.agent.type] ?? null;
      const parts = { class: wanted, gateway: gateway.place(), runnerImage: images.runner, agentImage };
      const namespace = place.wanted.name;
      return buildPod(environment, { ...parts, namespace, sibling: namespaces.siblingOf(namespace), ...made });
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
