import type { ContainerStatus } from "../judge/read/pod.ts";
import type { FailureRow } from "./failure-row.ts";
import { at, ended, endedPod, environmentOf, POD_UID, waitingFor, worldOf } from "./worlds.ts";

const UNKNOWN = { exitCode: 137, reason: "ContainerStatusUnknown" };
/** What a kubelet says of a container that was removed before it looked at it again: it knows no time of it. */
const lost: ContainerStatus = { name: "agent", state: { terminated: UNKNOWN } };
const DISK = {
  ...{ phase: "Failed", reason: "Evicted", message: 'Usage of EmptyDir volume "data" exceeds the limit "8Gi".' },
  initContainerStatuses: [ended("probe", 0)],
};
const podWith = (agent: ContainerStatus, status: object = DISK) => endedPod(agent, status);
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
    worldOf({
      pod: podWith({ ...waitingFor("agent", "PodInitializing"), lastState: { terminated: UNKNOWN } }),
    }),
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
    worldOf({
      environment: begun,
      pod: podWith(lost, { phase: "Failed", initContainerStatuses: [ended("probe", 0)] }),
    }),
    { condition: "Finished=True/NodeLost", exit: "lost", says: /nobody knows how/ },
  ],
];
