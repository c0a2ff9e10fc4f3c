import {
  ANNOTATIONS,
  type ClusterConnection,
  ClusterFault,
  createObject,
  deleteObject,
  type EnvironmentResource,
  FINALIZER,
  mergeObject,
  readOne,
} from "@catalyst/kubernetes";
import { KINDS, WRITING } from "../cluster/kinds.ts";
import type { Action } from "../judge/judgement.ts";
import { Pod } from "../judge/read/pod.ts";
import type { FailedCreation } from "../judge/world.ts";

/** What is done by whoever knows more than one Environment. */
export interface Hands {
  connection: ClusterConnection;
  ensureNamespace(): Promise<void>;
  buildPod(environment: EnvironmentResource, made: { attempt: number; avoidNode: string | null }): object;
  /** Where its pod is, and what that is called: as itself, or as a pool called it. */
  namespace: string;
  podName: string;
  /** A pod was made, or couldn't be: null. */
  onPod(pod: Pod | null, failed: Omit<FailedCreation, "times"> | null): void;
}

/** Does one thing. What is done already, or is no more to be done, is no fault. Throws `ClusterFault` for what is to be tried again. */
export async function act(environment: EnvironmentResource, action: Action, hands: Hands): Promise<void> {
  const { connection } = hands;
  const { name, namespace = "", uid = "" } = environment.metadata;
  const itself = { resource: KINDS.environments, namespace, name };
  const pod = { resource: KINDS.pods, namespace: hands.namespace, name: hands.podName };
  switch (action.kind) {
    case "ensureNamespace":
      return await hands.ensureNamespace();
    case "createPod":
      return await makePod(environment, action, hands);
    case "claimPod":
      throw new Error("a pod is claimed before anything else is done");
    case "deletePod":
      await unlessGone(mark(connection, pod, action));
      return await unlessGone(deleteObject(connection, { place: pod, precondition: { uid: action.uid } }));
    case "forceDeletePod":
      return await unlessGone(
        deleteObject(connection, { place: pod, precondition: { uid: action.uid }, graceSeconds: 0 }),
      );
    case "lowerDeadline": {
      const change = { metadata: { uid: action.uid }, spec: { activeDeadlineSeconds: action.seconds } };
      return await unlessGone(mergeObject(connection, { place: pod, change, writing: WRITING }));
    }
    case "addFinalizer":
      return await changeFinalizers(connection, environment, (known) => [...known, FINALIZER]);
    case "removeFinalizer":
      return await changeFinalizers(connection, environment, (known) => known.filter((one) => one !== FINALIZER));
    case "deleteEnvironment":
      return await unlessGone(deleteObject(connection, { place: itself, precondition: { uid } }));
  }
}

type Making = Extract<Action, { kind: "createPod" }>;

async function makePod(environment: EnvironmentResource, { attempt, avoidNode }: Making, hands: Hands): Promise<void> {
  const { connection, namespace } = hands;
  const object = hands.buildPod(environment, { attempt, avoidNode });
  const place = { resource: KINDS.pods, namespace, name: null };
  try {
    const made = await createObject(connection, { place, object, writing: WRITING });
    hands.onPod(Pod.safeParse(made).data ?? null, null);
  } catch (cause) {
    if (!(cause instanceof ClusterFault)) {
      throw cause;
    }
    if (cause.kind === "exists") {
      // Whose it is, the next look finds out: it may be one that nobody told of, as it isn't ours.
      const there = await readOne(connection, { ...place, name: environment.metadata.name });
      hands.onPod(Pod.safeParse(there).data ?? null, null);
    } else {
      hands.onPod(null, { kind: failureOf(cause), message: cause.message, at: connection.now() });
    }
  }
}

function failureOf({ kind, message }: ClusterFault): FailedCreation["kind"] {
  if (kind === "quota") {
    return "quota";
  }
  if (message.includes("because it is being terminated") || kind === "not_found") {
    return "namespace";
  }
  return kind === "forbidden" || kind === "invalid" ? "admission" : "other";
}

type Place = Parameters<typeof mergeObject>[1]["place"];

/** Why it ends stands on it before it does: whoever reads it later, or another operator, knows no other way. */
async function mark(connection: ClusterConnection, place: Place, { uid, mark: why }: { uid: string; mark: string }) {
  const change = { metadata: { uid, annotations: { [ANNOTATIONS.endedFor]: why } } };
  await mergeObject(connection, { place, change, writing: WRITING });
}

async function changeFinalizers(
  connection: ClusterConnection,
  { metadata }: EnvironmentResource,
  change: (known: string[]) => string[],
): Promise<void> {
  const { name, namespace = "", finalizers = [], resourceVersion } = metadata;
  const place = { resource: KINDS.environments, namespace, name };
  // Others may have theirs: the list is written only over the one that was read.
  const changed = { metadata: { finalizers: change(finalizers), resourceVersion } };
  await unlessGone(mergeObject(connection, { place, change: changed, writing: WRITING }));
}

/** What isn't there any more, or is another one by now, needs no end. */
async function unlessGone(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    const isGone = cause instanceof ClusterFault && (cause.kind === "not_found" || cause.kind === "conflict");
    if (!isGone) {
      throw cause;
    }
  }
}
