import { ANNOTATIONS, durationSeconds } from "@catalyst/kubernetes";
import { leftToStartMilliseconds } from "../ages.ts";
import type { Action } from "../judgement.ts";
import { conditionOf, type Pod } from "../read/pod.ts";
import { readEnd } from "../read/read-end.ts";
import { readStages } from "../read/read-stages.ts";
import { finishes, GOES_ON, type Step, waits } from "../step.ts";
import type { Said } from "../tell/conditions.ts";
import type { World } from "../world.ts";
import { finishPod } from "./finish-pod.ts";

/** The runner asks every 2 s whether it is to stop: after so long it isn't there any more. */
const HEARD_MILLISECONDS = 60_000;
const AGAIN_MILLISECONDS = 10_000;

/** A pod in which something of the project has begun: until it ends it is left alone, and there never is a second one. */
export function judgeRun(world: World): Step {
  const { pod, environment } = world;
  if (pod === null) {
    return GOES_ON;
  }
  const stages = readStages(pod, environment);
  const startedAt = stages.find((stage) => stage.startedAt !== undefined)?.startedAt;
  const status = { stages, ...(startedAt === undefined ? {} : { startedAt }) };
  const step = endOf(world, pod) ?? going(pod, world, deadlineFrom(startedAt, world));
  return { ...step, status: { ...status, ...step.status } };
}

/** What starting took is known now: the time of its stages is counted from the first one's start, by the kubelet. */
function deadlineFrom(startedAt: string | undefined, { environment, pod }: World): Action[] {
  const started = Date.parse(startedAt ?? "") - Date.parse(pod?.status?.startTime ?? "");
  const deadline = pod?.spec?.activeDeadlineSeconds;
  // One of a pool got its deadline with its claim, long after its first stage's runner began to wait.
  if (pod === null || deadline === undefined || Number.isNaN(started) || isOfPool(pod)) {
    return [];
  }
  const seconds = Math.ceil(Math.max(0, started) / 1000 + durationSeconds(environment.spec.agent.timeout));
  return seconds < deadline ? [{ kind: "lowerDeadline", uid: pod.metadata.uid, seconds }] : [];
}

function endOf(world: World, pod: Pod): Step | null {
  if (world.trip !== null) {
    const message = `Stopped: its network isolation was lost. ${world.trip}`;
    const said: Said[] = [{ type: "Isolated", status: "False", reason: "Tripped", message }];
    return finishes(world, { reason: "Tripped", exit: "isolation_lost", message, said });
  }
  const end = readEnd(pod);
  if (end !== null) {
    return finishPod(world, end);
  }
  if (
    isNodeSilent(pod) &&
    world.lastHeard !== null &&
    world.now.getTime() - world.lastHeard.getTime() > HEARD_MILLISECONDS
  ) {
    return finishes(world, { reason: "NodeLost", exit: "lost", message: "The node disappeared" });
  }
  const left = leftUnclaimed(world);
  if (left !== null && left <= 0) {
    const message = `It didn't start within ${world.environment.spec.startTimeout}. No task claims this environment`;
    return finishes(world, { reason: "StartTimeout", exit: "start_timeout", message });
  }
  const isGoing = pod.metadata.deletionTimestamp !== undefined;
  return isGoing ? waits([ready("False", "Terminating", "Its pod is ending")], AGAIN_MILLISECONDS) : null;
}

/** One that was made by hand waits for a task that never comes, for as long as a start may take; null: it has one. */
function leftUnclaimed(world: World): number | null {
  return world.environment.spec.executionId === undefined ? leftToStartMilliseconds(world) : null;
}

function isOfPool({ metadata }: Pod): boolean {
  return metadata.annotations?.[ANNOTATIONS.poolUid] !== undefined;
}

/** Kubernetes itself says only this of a node that is lost: the pod isn't ready, though each of its containers is. */
function isNodeSilent(pod: Pod): boolean {
  return conditionOf(pod, "Ready")?.status === "False" && conditionOf(pod, "ContainersReady")?.status === "True";
}

function going(pod: Pod, world: World, actions: Action[]): Step {
  const started: Said[] = [
    isOfPool(pod)
      ? { type: "Scheduled", status: "True", reason: "Claimed", message: "It has a pod of a pool" }
      : { type: "Scheduled", status: "True", reason: "Scheduled", message: "Scheduled" },
    { type: "ImagesReady", status: "True", reason: "ImagesReady", message: "Its images are there" },
  ];
  return isNodeSilent(pod)
    ? waits([...started, ready("Unknown", "Running", "Its node doesn't answer")], AGAIN_MILLISECONDS, actions)
    : {
        ...{ said: [...started, ready("True", "Running", "It runs")], actions, isLast: true },
        // Nothing else tells that its time is over.
        againMilliseconds: leftUnclaimed(world),
      };
}

function ready(status: Said["status"], reason: string, message: string): Said {
  return { type: "Ready", status, reason, message };
}
