import { RUNNER_EXIT_CODES } from "@catalyst/core/apart/cluster";
import { ANNOTATIONS } from "@catalyst/kubernetes";
import { type ContainerStatus, conditionOf, isUnseen, isUnstarted, type Pod, stagesOf } from "./pod.ts";
import type { FinishReason, PodEnd } from "./pod-end.ts";
import { isOwnDisk, nodeWants } from "./read-eviction.ts";

const MAX_OUTPUT = 4096;
/** What a shell makes of a process that a signal ended. */
const SIGNALLED = 128;
const MILLISECONDS = 1000;

type Terminated = NonNullable<NonNullable<ContainerStatus["state"]>["terminated"]>;
type Cause = Pick<PodEnd, "reason" | "exit" | "message">;

/**
 * How the pod ended; null: it hasn't, or nobody can tell yet. What is looked at first counts more: why we ended it, what the kubelet says of
 * the pod, who disturbed it, then its containers. A pod that was evicted may also have been out of memory; only the first is its end.
 */
export function readEnd(pod: Pod): PodEnd | null {
  const cause = ourCause(pod) ?? kubeletsCause(pod) ?? disruption(pod) ?? deletion(pod) ?? containersCause(pod);
  if (cause === null) {
    return null;
  }
  const last = lastEnd(pod);
  return { ...cause, exitCode: last?.exitCode ?? null, output: (last?.message ?? "").slice(-MAX_OUTPUT) };
}

const TRIPPED: Cause = {
  reason: "Tripped",
  exit: "isolation_lost",
  message: "Stopped: its network isolation was lost",
};

const OUR_CAUSES: Readonly<Record<string, Cause>> = {
  Tripped: TRIPPED,
  NodeLost: { reason: "NodeLost", exit: "lost", message: "The node disappeared" },
  Destroyed: { reason: "Destroyed", exit: "destroyed", message: "It was destroyed" },
};

function ourCause({ metadata, status }: Pod): Cause | null {
  const mark = metadata.annotations?.[ANNOTATIONS.endedFor] ?? "";
  const isOver =
    metadata.deletionTimestamp !== undefined || status?.phase === "Failed" || status?.phase === "Succeeded";
  return isOver && Object.hasOwn(OUR_CAUSES, mark) ? (OUR_CAUSES[mark] ?? null) : null;
}

function kubeletsCause({ status }: Pod): Cause | null {
  const { phase, reason, message = "" } = status ?? {};
  if (phase !== "Failed") {
    return null;
  }
  if (reason === "DeadlineExceeded") {
    return { reason: "DeadlineExceeded", exit: "timeout", message: "Took longer than it may" };
  }
  if (reason !== "Evicted") {
    return null;
  }
  if (isOwnDisk(message)) {
    return { reason: "DiskFull", exit: "disk_full", message: "Used more of the disk than it may" };
  }
  const wants = nodeWants(message);
  const why = wants === null ? "the node put it out" : `the node ran out of ${wants}`;
  return { reason: "Evicted", exit: "evicted", message: `Moved: ${why}` };
}

const DISRUPTIONS: Readonly<Record<string, FinishReason>> = {
  PreemptionByScheduler: "Preempted",
  PreemptionByKubeScheduler: "Preempted",
  EvictionByEvictionAPI: "Drained",
  DeletionByTaintManager: "Drained",
  TerminationByKubelet: "Evicted",
  DeletionByPodGC: "NodeLost",
};
const MOVED: Cause = { reason: "Drained", exit: "evicted", message: "Moved to another node" };

function disruption(pod: Pod): Cause | null {
  const target = conditionOf(pod, "DisruptionTarget");
  const isOver =
    pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded";
  if (target?.status !== "True" || !isOver) {
    return null;
  }
  const reason = DISRUPTIONS[target.reason ?? ""] ?? "Drained";
  // What the node did after it was lost nobody knows.
  return reason === "NodeLost" ? { reason, exit: "lost", message: "The node disappeared" } : { ...MOVED, reason };
}

const DELETED: Cause = { reason: "PodDeleted", exit: "destroyed", message: "Somebody deleted the pod" };

/** Whoever deletes a pod has its containers ended: what they say of that end is no end of their own. */
function deletion(pod: Pod): Cause | null {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
  if (pod.status?.phase !== "Failed" || deletionTimestamp === undefined) {
    return null;
  }
  // The time at which it has to be gone is what is told.
  const askedAt = Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * MILLISECONDS;
  const end = lastEnd(pod);
  return end === null || Date.parse(end.finishedAt ?? "") >= askedAt ? DELETED : null;
}

function containersCause(pod: Pod): Cause | null {
  const { phase } = pod.status ?? {};
  if (phase !== "Failed" && phase !== "Succeeded") {
    return null;
  }
  const ends = stagesOf(pod).flatMap(({ state }) => (state?.terminated === undefined ? [] : [state.terminated]));
  // Runtimes say it of a container, too, in which one process was ended for that and which came to its own end all the same.
  if (ends.some(({ reason, exitCode }) => reason === "OOMKilled" && exitCode !== RUNNER_EXIT_CODES.done)) {
    return OUT_OF_MEMORY;
  }
  const last = lastEnd(pod);
  return last === null
    ? { reason: "NodeLost", exit: "lost", message: "The pod ended, and nobody knows how" }
    : causeOf(last);
}

const OUT_OF_MEMORY: Cause = {
  ...{ reason: "OutOfMemory", exit: "out_of_memory", message: "Needed more memory than it may use" },
};

const BY_CODE: Readonly<Record<number, Cause>> = {
  [RUNNER_EXIT_CODES.grantEnded]: { reason: "GrantEnded", exit: "exited", message: "Its grant has ended" },
  [RUNNER_EXIT_CODES.notPrepared]: { reason: "NotPrepared", exit: "exited", message: "It could not be prepared" },
  [RUNNER_EXIT_CODES.notVerified]: { reason: "Completed", exit: "exited", message: "Completed, not verified" },
  [RUNNER_EXIT_CODES.notCompleted]: { reason: "Completed", exit: "exited", message: "The agent didn't complete" },
  [RUNNER_EXIT_CODES.isolationLost]: TRIPPED,
  [RUNNER_EXIT_CODES.outOfMemory]: OUT_OF_MEMORY,
  [RUNNER_EXIT_CODES.diskFull]: { reason: "DiskFull", exit: "disk_full", message: "Used more of the disk than it may" },
  [RUNNER_EXIT_CODES.done]: { reason: "Completed", exit: "exited", message: "Completed" },
};

function causeOf(end: Terminated): Cause {
  const { exitCode, signal = 0, message = "the node doesn't say why" } = end;
  if (isUnstarted(end)) {
    return { reason: "RunnerFault", exit: "exited", message: `A stage couldn't be started: ${message}` };
  }
  if (signal > 0 || exitCode > SIGNALLED) {
    const number = signal > 0 ? signal : exitCode - SIGNALLED;
    return { reason: "RunnerFault", exit: "signal", message: `The runner was ended by signal ${number}` };
  }
  return BY_CODE[exitCode] ?? { reason: "RunnerFault", exit: "exited", message: `The runner failed (${exitCode})` };
}

/** Of the last stage that came to one; null: of none, or nobody saw it, as its container was removed before. */
function lastEnd(pod: Pod): Terminated | null {
  const last = stagesOf(pod).findLast(({ state, lastState }) => state?.terminated ?? lastState?.terminated);
  const end = last?.state?.terminated;
  return end === undefined || isUnseen(end) ? null : end;
}
