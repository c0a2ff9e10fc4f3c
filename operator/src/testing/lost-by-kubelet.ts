import type { ContainerStatus, Pod } from "../judge/read/pod.ts";
import type { FailureRow } from "./failure-row.ts";
import { at, ended, endedPod, environmentOf, POD_UID, waitingFor, worldOf } from "./worlds.ts";

const UNKNOWN = { exitCode: 137, reason: "ContainerStatusUnknown" };
/** What a kubelet says of a container that was removed before it looked at it again: it knows no time of it. */
const lost: ContainerStatus = { name: "agent", state: { terminated: UNKNOWN } };
/** It hasn't said anything of its end yet. */
const untold: ContainerStatus = {
  ...waitingFor("agent", "PodInitializing"),
  lastState: { terminated: UNKNOWN },
};
const FAILED = { phase: "Failed", initContainerStatuses: [ended("probe", 0)] };
const DISK = {
  ...{ phase: "Failed", reason: "Evicted", message: 'Usage of EmptyDir volume "data" exceeds the limit "8Gi".' },
  initContainerStatuses: [ended("probe", 0)],
};
const podWith = (agent: ContainerStatus, status: object = DISK) => endedPod(agent, status);
const deleted = ({ metadata, ...pod }: Pod): Pod => {
  const deletion = { deletionTimestamp: at(40).toISOString(), deletionGracePeriodSeconds: 20 };
  return { ...pod, metadata: { ...metadata, ...deletion } };
};
const startedAt = at(5).toISOString();
const begun = environmentOf({
  status: {
    pod: { name: "x", uid: POD_UID, attempt: 1, pooled: false },
    stages: [{ name: "agent", startedAt }],
  },
});

/** A kubelet removes the containers of a pod that it evicts as soon as they end, and may do so before it has seen how they did. */
export const LOST_BY_KUBELET: FailureRow[] = [
  [
    "16 out of its own disk, of whose container nothing was left to be seen",
    worldOf({ pod: podWith({ ...lost, lastState: { terminated: UNKNOWN } }) }),
    { condition: "Finished=True/DiskFull", exit: "disk_full", does: ["nothing"] },
  ],
  [
    "16 the same, told before that of the container is",
    worldOf({ pod: podWith(untold) }),
    { condition: "Finished=True/DiskFull", exit: "disk_full", does: ["nothing"] },
  ],
  [
    "16 the same of one that the runtime knew nothing of any more",
    worldOf({ pod: podWith({ ...lost, restartCount: 1 }) }),
    { condition: "Finished=True/DiskFull", exit: "disk_full", does: ["nothing"] },
  ],
  [
    "16 the same of one that was told to have begun before",
    worldOf({ environment: begun, pod: podWith(lost) }),
    { condition: "Finished=True/DiskFull", exit: "disk_full", does: ["nothing"] },
  ],
  [
    "16 the same, gone before anybody looked",
    worldOf({ environment: begun, lastPod: podWith(lost) }),
    { condition: "Finished=True/DiskFull", exit: "disk_full", does: ["nothing"] },
  ],
  [
    "16 before anything began: another one",
    worldOf({ pod: podWith(lost) }),
    { condition: "Scheduled=False/PodDeleted", exit: "none", does: ["deletePod"] },
  ],
  [
    "18 one of whose end nobody knows",
    worldOf({ environment: begun, pod: podWith(lost, FAILED) }),
    { condition: "Finished=True/NodeLost", exit: "lost", says: /nobody knows how/ },
  ],
  [
    "18 the same, though how its first stage ended is known",
    worldOf({ pod: podWith(untold, { ...FAILED, initContainerStatuses: [ended("probe", 0), ended("prepare", 0)] }) }),
    { condition: "Finished=True/NodeLost", exit: "lost", says: /nobody knows how/ },
  ],
  [
    "19 one that somebody deleted, of whose container nothing was left to be seen",
    worldOf({ environment: begun, pod: deleted(podWith(lost, FAILED)) }),
    { condition: "Finished=True/PodDeleted", exit: "destroyed", says: /^Somebody deleted the pod$/ },
  ],
  [
    "19 the same, told before that of the container is",
    worldOf({ environment: begun, pod: deleted(podWith(untold, FAILED)) }),
    { condition: "Finished=True/PodDeleted", exit: "destroyed" },
  ],
];
