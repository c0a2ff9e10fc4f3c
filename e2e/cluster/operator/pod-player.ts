import {
  type AnyObject,
  type ClusterConnection,
  ClusterFault,
  deleteObject,
  followResource,
  LABELS,
  mergeObject,
  resourcePath,
} from "@catalyst/kubernetes";

const PODS = { group: "", version: "v1", plural: "pods" };
const WRITING = { fieldManager: "pod-player" };
const NODE = "node-1";

type State = { waiting: object } | { running: object } | { terminated: object };

/** A pod as its kubelet has it, which nobody is here. */
export interface PlayedPod {
  name: string;
  uid: string;
  /** As it was made. */
  object: AnyObject;
  /** Those of its containers, in the order in which they run. */
  containers: string[];
  /** A node is found for it. */
  bind(node?: string): Promise<void>;
  /** How its containers, and it itself, are from now on. */
  tell(states: Record<string, State>, more?: object): Promise<void>;
  /** Whether it has told its end, or is to end. */
  isOver(): boolean;
  /** Aborted when it is to end, or nobody plays any more. */
  signal: AbortSignal;
  /** Its time is over. */
  expire(): Promise<void>;
  /** The ordinary way: the probe proves, each stage runs and ends so, until one doesn't end with 0. */
  live(exitCodes?: Record<string, number>): Promise<void>;
}

export type Script = (pod: PlayedPod) => Promise<void>;

export interface PodPlayer {
  /** How often pods were begun with, by their name. */
  begun: string[];
  /** The last of that name that was begun with. */
  find(name: string): PlayedPod | undefined;
  stop(): Promise<void>;
}

/**
 * Plays the kubelets of a cluster that has none: each pod of an environment lives by the script, and goes when it is deleted; `untilEnded`:
 * after what it still has to do then.
 */
export function playPods(
  connection: ClusterConnection,
  script: Script,
  untilEnded: (podName: string) => Promise<void> = async () => undefined,
): PodPlayer {
  const ending = new AbortController();
  const begun: string[] = [];
  const known = new Map<string, PlayedPod & { giveUp(): void }>();
  const deadlines = podDeadlines();
  const going = new Set<Promise<void>>();
  const look = (object: AnyObject) => {
    const { uid = "", name } = object.metadata;
    if (object.metadata.deletionTimestamp !== undefined) {
      known.get(uid)?.giveUp();
      remember(untilEnded(name).then(() => end(connection, object)));
    } else if (!known.has(uid) && !hasEnded(object.status)) {
      const pod = played(connection, object, ending.signal);
      known.set(uid, pod);
      begun.push(name);
      remember(script(pod));
    }
    deadlines.note(object, () => remember(known.get(uid)?.expire() ?? Promise.resolve()));
  };
  const remember = (work: Promise<void>) => {
    const quiet = work.catch((cause: unknown) => {
      // It was deleted, or is another one by now, while it was played.
      if (!(cause instanceof ClusterFault)) {
        throw cause;
      }
    });
    going.add(quiet);
    void quiet.finally(() => going.delete(quiet));
  };
  const following = followResource(
    {
      ...{ connection, signal: ending.signal, query: { labelSelector: `${LABELS.component}=environment` } },
      path: resourcePath({ resource: PODS, namespace: null, name: null }),
    },
    {
      replace: (objects) => objects.forEach(look),
      put: look,
      remove: ({ metadata }) => known.get(metadata.uid ?? "")?.giveUp(),
    },
  );
  return {
    begun,
    find: (name) => [...known.values()].findLast((pod) => pod.name === name),
    async stop() {
      ending.abort();
      deadlines.clear();
      await following;
      await Promise.all(going);
    },
  };
}

/** As a kubelet does: `activeDeadlineSeconds` after it began the pod is ended, whatever runs in it. It may be lowered meanwhile. */
function podDeadlines() {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    note(object: AnyObject, end: () => void) {
      const { activeDeadlineSeconds } = object.spec as { activeDeadlineSeconds?: number };
      const { startTime } = (object.status ?? {}) as { startTime?: string };
      const { uid = "", deletionTimestamp } = object.metadata;
      clearTimeout(timers.get(uid));
      if (
        activeDeadlineSeconds !== undefined &&
        startTime !== undefined &&
        !deletionTimestamp &&
        !hasEnded(object.status)
      ) {
        const left = Date.parse(startTime) + activeDeadlineSeconds * 1000 - Date.now();
        timers.set(uid, setTimeout(end, Math.max(0, left)));
      }
    },
    clear() {
      for (const timer of timers.values()) {
        clearTimeout(timer);
      }
    },
  };
}

/** What another player has played to its end. */
function hasEnded(status: unknown): boolean {
  const { phase } = (status ?? {}) as { phase?: string };
  return phase === "Succeeded" || phase === "Failed";
}

function placeOf({ metadata: { name, namespace = "" } }: AnyObject) {
  return { resource: PODS, namespace, name };
}

async function end(connection: ClusterConnection, pod: AnyObject): Promise<void> {
  const precondition = { uid: pod.metadata.uid ?? "" };
  await deleteObject(connection, { place: placeOf(pod), precondition, graceSeconds: 0 });
}

function played(connection: ClusterConnection, pod: AnyObject, ending: AbortSignal) {
  const spec = pod.spec as { initContainers: { name: string }[]; containers: { name: string }[] };
  const { name, uid = "" } = pod.metadata;
  const states = new Map<string, State>();
  const startTime = new Date().toISOString();
  const gone = new AbortController();
  const signal = AbortSignal.any([gone.signal, ending]);
  let isOver = false;
  const statusesOf = (containers: { name: string }[]) =>
    containers.map((container) => ({
      ...{ name: container.name, image: "registry.example/tools", imageID: "", ready: false, restartCount: 0 },
      state: states.get(container.name) ?? { waiting: { reason: "PodInitializing" } },
    }));
  const tell: PlayedPod["tell"] = async (changes, more = {}) => {
    if (isOver) {
      return;
    }
    isOver = hasEnded(more);
    for (const [container, state] of Object.entries(changes)) {
      states.set(container, state);
    }
    const status = {
      ...{ phase: "Running", podIP: "10.244.0.7", startTime },
      ...{ initContainerStatuses: statusesOf(spec.initContainers), containerStatuses: statusesOf(spec.containers) },
      ...more,
    };
    const place = { ...placeOf(pod), subresource: "status" as const };
    await mergeObject(connection, { place, change: { metadata: { uid }, status }, writing: WRITING });
  };
  const bind: PlayedPod["bind"] = async (node = NODE) => {
    const path = resourcePath({ ...placeOf(pod), subresource: "binding" });
    const target = { apiVersion: "v1", kind: "Node", name: node };
    await connection.send({
      ...{ method: "POST", path },
      body: { apiVersion: "v1", kind: "Binding", metadata: { name }, target },
    });
  };
  const containers = [...spec.initContainers, ...spec.containers].map((container) => container.name);
  const expire = async () => {
    const left = [...states].filter(([, state]) => "running" in state).map(([container]) => [container, ended(137)]);
    await tell(Object.fromEntries(left), { phase: "Failed", reason: "DeadlineExceeded" });
  };
  return {
    ...{
      name,
      uid,
      object: pod,
      containers,
      bind,
      tell,
      expire,
      live: (codes) => live({ containers, bind, tell }, codes),
    },
    ...{ signal, isOver: () => isOver || signal.aborted, giveUp: () => gone.abort() },
  } satisfies PlayedPod & { giveUp(): void };
}

async function live(
  { containers, bind, tell }: Pick<PlayedPod, "containers" | "bind" | "tell">,
  exitCodes: Record<string, number> = {},
): Promise<void> {
  await bind();
  for (const [index, container] of containers.entries()) {
    const exitCode = exitCodes[container] ?? 0;
    await tell({ [container]: running() });
    if (exitCode !== 0) {
      return await tell({ [container]: ended(exitCode) }, { phase: "Failed" });
    }
    const phase = index === containers.length - 1 ? "Succeeded" : "Running";
    await tell({ [container]: ended(exitCode) }, { phase });
  }
}

export function running(): State {
  return { running: { startedAt: new Date().toISOString() } };
}

export function ended(exitCode: number, more: object = {}): State {
  const now = new Date().toISOString();
  return { terminated: { exitCode, startedAt: now, finishedAt: now, ...more } };
}
