import { durationSeconds } from "@catalyst/kubernetes";
import { leftToStartMilliseconds } from "../ages.ts";
import { MAX_ATTEMPTS } from "../end/judge-absence.ts";
import { conditionOf, hasStageStarted, type Pod } from "../read/pod.ts";
import { readProbe } from "../read/read-probe.ts";
import { hasToldStart } from "../read/read-stages.ts";
import { type ImagesReason, readUnstarted, readWaiting, type Waiting } from "../read/read-waiting.ts";
import { GOES_ON, type RefusalCode, refuses, type Step, waits } from "../step.ts";
import { falseForMilliseconds, type Said } from "../tell/conditions.ts";
import type { World } from "../world.ts";

const PULL_MILLISECONDS = 30_000;
const REGISTRY_MILLISECONDS = 300_000;
const CONFIG_MILLISECONDS = 120_000;
const SANDBOX_MILLISECONDS = 60_000;
/** For how long what was told of the pod may say more than its status. */
const LOOK_MILLISECONDS = 30_000;

/** A pod in which nothing of the project has begun: what it waits for, and for how long that is worth it. */
export function judgeStart(world: World): Step {
  const { pod } = world;
  if (pod === null || hasStageStarted(pod) || hasToldStart(world.environment)) {
    return GOES_ON;
  }
  return (
    unstarted(world, pod) ??
    wentBefore(world, pod) ??
    unscheduled(world, pod) ??
    unready(world, pod) ??
    starting(world, pod)
  );
}

/** Its runtime couldn't start a container, and never will in this pod. */
function unstarted(world: World, pod: Pod): Step | null {
  const failed = readUnstarted(pod);
  return failed === null ? null : (another(world, pod, failed) ?? refuses(world, "image", sayOf(failed)));
}

/** It went before anything began: nothing is lost, and another one is made. */
function wentBefore(world: World, pod: Pod): Step | null {
  const { deletionTimestamp, uid } = pod.metadata;
  const hasEnded = pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded";
  const isDisturbed = conditionOf(pod, "DisruptionTarget")?.status === "True";
  if (!hasEnded && deletionTimestamp === undefined && !isDisturbed) {
    return null;
  }
  if (pod.status?.reason === "DeadlineExceeded") {
    return late(world, "start_timeout", scheduled("True", "Scheduled", "Scheduled"));
  }
  const reason = conditionOf(pod, "DisruptionTarget")?.reason?.startsWith("Preemption") ? "Preempted" : "PodDeleted";
  const said = scheduled("False", reason, "Its pod went before anything had started: another one is made");
  const attempt = world.environment.status?.pod?.attempt ?? 1;
  if (hasEnded && attempt >= MAX_ATTEMPTS) {
    return refuses(world, "start_timeout", {
      ...said,
      message: `${attempt} pods went before anything started in them`,
    });
  }
  return waits(
    [said],
    LOOK_MILLISECONDS,
    deletionTimestamp === undefined ? [{ kind: "deletePod", uid, mark: reason }] : [],
  );
}

function unscheduled(world: World, pod: Pod): Step | null {
  const condition = conditionOf(pod, "PodScheduled");
  if (condition === null || condition.status === "True") {
    return null;
  }
  const { reason = "", message = "" } = condition;
  if (reason === "SchedulingGated") {
    const queue = world.environment.spec.queueName ?? "a queue";
    return waits([scheduled("False", "SchedulingGated", `Queued in ${queue}`)], LOOK_MILLISECONDS);
  }
  const isComing = world.events.some((event) => event.reason === "TriggeredScaleUp");
  const said = isComing
    ? scheduled("False", "WaitingForNode", "Waiting for a new node")
    : scheduled("False", "Unschedulable", `No node has room for it: ${message}`);
  return untilLate(world, { code: "unschedulable", said });
}

/** How long it is waited for, what it is refused as, and whether another node may do better. */
const PATIENCE: Readonly<Record<ImagesReason, { milliseconds: number; isOfNode: boolean }>> = {
  InvalidImage: { milliseconds: 0, isOfNode: false },
  ImageNotFound: { milliseconds: PULL_MILLISECONDS, isOfNode: false },
  ImageUnauthorized: { milliseconds: PULL_MILLISECONDS, isOfNode: false },
  ImagePullFailed: { milliseconds: REGISTRY_MILLISECONDS, isOfNode: false },
  ContainerConfigError: { milliseconds: CONFIG_MILLISECONDS, isOfNode: true },
  VolumeFailed: { milliseconds: CONFIG_MILLISECONDS, isOfNode: true },
};

function unready(world: World, pod: Pod): Step | null {
  const waiting = readWaiting(pod) ?? failedVolume(world) ?? failedSandbox(world, pod);
  if (waiting === null) {
    return null;
  }
  const said = sayOf(waiting);
  const { milliseconds, isOfNode } = PATIENCE[waiting.reason];
  const left = milliseconds - falseForMilliseconds(world.environment.status?.conditions, "ImagesReady", world.now);
  const isOver = milliseconds === 0 || left <= 0;
  const next = isOver && isOfNode ? another(world, pod, waiting) : null;
  if (next !== null) {
    return next;
  }
  // Another try at another time may do where its registry is away.
  const code = waiting.reason === "ImagePullFailed" ? "registry" : "image";
  return isOver
    ? refuses(world, code, said)
    : untilLate(world, { code, said, also: [SCHEDULED], againMilliseconds: left });
}

/** Another pod, of another node where one has room; null: it had all that it may have. */
function another(world: World, { metadata: { uid, deletionTimestamp } }: Pod, failed: Waiting): Step | null {
  const attempt = world.environment.status?.pod?.attempt ?? 1;
  const isGoing = deletionTimestamp !== undefined;
  return attempt >= MAX_ATTEMPTS
    ? null
    : waits(
        [SCHEDULED, sayOf(failed)],
        LOOK_MILLISECONDS,
        isGoing ? [] : [{ kind: "deletePod", uid, mark: failed.reason }],
      );
}

function sayOf(waiting: Waiting): Said {
  return { type: "ImagesReady", status: "False", reason: waiting.reason, message: tell(waiting) };
}

function failedVolume({ events }: World): Waiting | null {
  const event = events.find(({ reason }) => reason === "FailedMount" || reason === "FailedAttachVolume");
  return event === undefined ? null : { reason: "VolumeFailed", image: "", message: event.message };
}

/** The node can't even begin with it: no address is free, say. */
function failedSandbox({ events, now }: World, pod: Pod): Waiting | null {
  const ready = conditionOf(pod, "PodReadyToStartContainers");
  const since = now.getTime() - Date.parse(ready?.lastTransitionTime ?? now.toISOString());
  const event = events.find(({ reason }) => reason === "FailedCreatePodSandBox");
  // One that says why has tried; one that doesn't may only be slow.
  if (ready?.status !== "False" || (event === undefined && since < SANDBOX_MILLISECONDS)) {
    return null;
  }
  return {
    reason: "VolumeFailed",
    image: "",
    message: `The node can't start pods: ${event?.message ?? "it doesn't say why"}`,
  };
}

function starting(world: World, pod: Pod): Step {
  const probing: Said = {
    ...{ type: "Isolated", status: "Unknown", reason: "Probing" },
    message: "Its isolation is being proven",
  };
  const also: Said[] = [
    { type: "ImagesReady", status: "Unknown", reason: "Pulling", message: "Its images are being had" },
    { type: "Ready", status: "False", reason: "Starting", message: "It is being started" },
    // What is proven stays so while the next container's image is had.
    ...(readProbe(pod) === null ? [probing] : []),
  ];
  return untilLate(world, { code: "start_timeout", said: SCHEDULED, also });
}

const SCHEDULED = scheduled("True", "Scheduled", "Scheduled");

interface Patience {
  /** What it is refused as, once it has taken too long. */
  code: RefusalCode;
  said: Said;
  also?: Said[];
  againMilliseconds?: number;
}

/** It is waited for, as long as its time to start isn't over. */
function untilLate(world: World, { code, said, also = [], againMilliseconds = LOOK_MILLISECONDS }: Patience): Step {
  const left = leftToStartMilliseconds(world);
  return left <= 0 ? late(world, code, said) : waits([...also, said], Math.min(left, againMilliseconds));
}

function late(world: World, code: RefusalCode, said: Said): Step {
  const step = refuses(world, code, said);
  const within = `${durationSeconds(world.environment.spec.startTimeout)} s`;
  const words = world.environment.spec.executionId === undefined ? "No task claims this environment" : said.message;
  const message = `It didn't start within ${within}. ${words}`;
  return {
    ...step,
    said: step.said.map((one) => (one.type === "Finished" ? { ...one, reason: "StartTimeout", message } : one)),
  };
}

function scheduled(status: "True" | "False", reason: string, message: string): Said {
  return { type: "Scheduled", status, reason, message };
}

function tell({ reason, image, message }: Waiting): string {
  switch (reason) {
    case "ImagePullFailed":
      return `Pulling ${image} failed, and is tried again: ${message}`;
    case "ImageNotFound":
      return `Image ${image} can't be pulled: it isn't there (${message})`;
    case "ImageUnauthorized":
      return `Image ${image} can't be pulled: the registry doesn't let the cluster (${message})`;
    case "InvalidImage":
      return `Image ${image} can't be pulled: it has no name that an image may have (${message})`;
    default:
      return message;
  }
}
