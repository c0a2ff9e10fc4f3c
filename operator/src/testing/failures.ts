import { type FailureRow, had } from "./failure-row.ts";
import { LOST_BY_KUBELET } from "./lost-by-kubelet.ts";
import { at, condition, ended, endedPod, environmentOf, podOf, workingPod, worldOf } from "./worlds.ts";

const gone = (reason: string) =>
  endedPod(ended("agent", 143), {
    phase: "Failed",
    conditions: [condition("DisruptionTarget", "True", { reason })],
  });

const disturbed = (reason: string) => ({
  phase: "Failed",
  conditions: [condition("DisruptionTarget", "True", { reason })],
});
/** Deleted after 20 s, with 20 s of grace, and ended since then. */
const deletedPod = (exitCode: number, more: object = {}) => {
  const { metadata, ...rest } = endedPod(ended("agent", exitCode, { finishedAt: at(21).toISOString(), ...more }));
  const deletion = { deletionTimestamp: at(40).toISOString(), deletionGracePeriodSeconds: 20 };
  return { ...rest, metadata: { ...metadata, ...deletion } };
};

/** What may go wrong with a namespace, or once something has begun. */
export const FAILURES: FailureRow[] = [
  [
    "14 isolation that its own runner saw lost",
    worldOf({ pod: endedPod(ended("agent", 9)) }),
    { condition: "Finished=True/Tripped", exit: "isolation_lost" },
  ],
  [
    "14 isolation that is lost while it runs",
    worldOf({ pod: workingPod(), trip: "From inside was reached: 10.96.0.1:443" }),
    {
      ...{ condition: "Finished=True/Tripped", exit: "isolation_lost", does: ["deletePod"] },
      says: /network isolation was lost\. From inside was reached: 10\.96\.0\.1:443$/,
    },
  ],
  [
    "15 out of memory",
    worldOf({
      pod: endedPod(ended("agent", 137, { reason: "OOMKilled" })),
      environment: environmentOf({ spec: { resources: { limits: { memory: "4Gi" } } } }),
    }),
    { condition: "Finished=True/OutOfMemory", exit: "out_of_memory", says: /^Needed more than 4Gi of memory$/ },
  ],
  [
    "15 one process out of memory, without which its stage was done all the same",
    worldOf({ pod: endedPod(ended("agent", 0, { reason: "OOMKilled" })) }),
    { condition: "Finished=True/Completed", exit: "exited" },
  ],
  [
    "15 one process out of memory, without which its stage wasn't done",
    worldOf({ pod: endedPod(ended("agent", 6, { reason: "OOMKilled" })) }),
    { condition: "Finished=True/OutOfMemory", exit: "out_of_memory" },
  ],
  [
    "15 one that did little but wait for memory, by its runner's word",
    worldOf({ pod: endedPod(ended("agent", 10)) }),
    { condition: "Finished=True/OutOfMemory", exit: "out_of_memory" },
  ],
  [
    "16 a node out of memory",
    worldOf({
      pod: endedPod(ended("agent", 137), {
        phase: "Failed",
        reason: "Evicted",
        message: "The node was low on resource: memory. Threshold quantity: 100Mi",
      }),
    }),
    { condition: "Finished=True/Evicted", exit: "evicted", says: /Moved: the node ran out of memory/ },
  ],
  [
    "16 out of its own disk",
    worldOf({
      pod: endedPod(ended("agent", 137), {
        phase: "Failed",
        reason: "Evicted",
        message: 'Usage of EmptyDir volume "data" exceeds the limit "8Gi".',
      }),
    }),
    { condition: "Finished=True/DiskFull", exit: "disk_full" },
  ],
  ...LOST_BY_KUBELET,
  [
    "17 preempted",
    worldOf({ pod: endedPod(ended("agent", 143), disturbed("PreemptionByScheduler")) }),
    { condition: "Finished=True/Preempted", exit: "evicted" },
  ],
  [
    "17 drained",
    worldOf({ pod: endedPod(ended("agent", 143), disturbed("EvictionByEvictionAPI")) }),
    { condition: "Finished=True/Drained", exit: "evicted", says: /Moved to another node/ },
  ],
  [
    "17 tainted",
    worldOf({ pod: endedPod(ended("agent", 0), disturbed("DeletionByTaintManager")) }),
    { condition: "Finished=True/Drained", exit: "evicted" },
  ],
  [
    "18 a node that is silent: not lost yet",
    worldOf({
      pod: workingPod({ status: { conditions: [condition("Ready", "False"), condition("ContainersReady", "True")] } }),
      lastHeard: at(60),
      now: at(100),
    }),
    { condition: "Ready=Unknown/Running", does: ["nothing"] },
  ],
  [
    "18 nor while its runner is heard of",
    worldOf({
      pod: workingPod({ status: { conditions: [condition("Ready", "False"), condition("ContainersReady", "True")] } }),
      lastHeard: at(1000),
      now: at(1001),
    }),
    { condition: "Ready=Unknown/Running" },
  ],
  [
    "18 a node that is lost",
    worldOf({
      pod: workingPod({ status: { conditions: [condition("Ready", "False"), condition("ContainersReady", "True")] } }),
      lastHeard: at(60),
      now: at(121),
    }),
    { condition: "Finished=True/NodeLost", exit: "lost", does: ["deletePod"] },
  ],
  [
    "19 a pod that somebody deleted",
    worldOf({ environment: had(1, [{ name: "agent", startedAt: at(5).toISOString() }]) }),
    { condition: "Finished=True/PodDeleted", exit: "destroyed", does: ["nothing"] },
  ],
  [
    "19 a pod that somebody deleted, whose containers say how they were ended",
    worldOf({ pod: deletedPod(143) }),
    { condition: "Finished=True/PodDeleted", exit: "destroyed", says: /^Somebody deleted the pod$/ },
  ],
  [
    "19 one that had ended before",
    worldOf({ pod: deletedPod(6, { finishedAt: at(9).toISOString() }) }),
    { condition: "Finished=True/Completed", exit: "exited" },
  ],
  [
    "19 one that was done within its grace",
    worldOf({ pod: deletedPod(0) }),
    { condition: "Finished=True/Completed", exit: "exited" },
  ],
  [
    "20 with its namespace",
    worldOf({ namespace: { kind: "terminating" }, pod: deletedPod(143) }),
    { condition: "Finished=True/NamespaceDeleted", exit: "lost" },
  ],
  [
    "19 before anything began: another one",
    worldOf({ environment: had(2, [{ name: "agent" }]) }),
    { does: ["createPod"] },
  ],
  [
    "19 but no fourth one",
    worldOf({ environment: had(3) }),
    { condition: "Finished=True/Refused", exit: "start_timeout" },
  ],
  [
    "20 a namespace that somebody deleted",
    worldOf({
      namespace: { kind: "terminating" },
      environment: had(1, [{ name: "agent", startedAt: at(5).toISOString() }]),
    }),
    { condition: "Finished=True/NamespaceDeleted", exit: "lost" },
  ],
  [
    "20 a namespace on its way out is waited for",
    worldOf({ namespace: { kind: "terminating" } }),
    { condition: "NamespaceReady=False/NamespaceTerminating", does: ["nothing"] },
  ],
  [
    "20 one that is gone is made, with its policies, before any pod",
    worldOf({ namespace: { kind: "missing", mayMake: true } }),
    { condition: "NamespaceReady=False/NamespaceMissing", does: ["ensureNamespace"] },
  ],
  [
    "20 unless it isn't ours to make",
    worldOf({ namespace: { kind: "missing", mayMake: false } }),
    { does: ["nothing"] },
  ],
  [
    "21 policies of ours that were changed are put back first",
    worldOf({ namespace: { kind: "changed" } }),
    { condition: "NamespaceReady=False/PolicyChanged", does: ["ensureNamespace"] },
  ],
  [
    "21 a running pod goes on meanwhile",
    worldOf({ namespace: { kind: "changed" }, pod: workingPod() }),
    { condition: "Ready=True/Running", does: ["ensureNamespace"] },
  ],
  [
    "21 somebody else's policy: no new pods",
    worldOf({ namespace: { kind: "opened", policy: "allow-dns" } }),
    { condition: "NamespaceReady=False/PolicyForeign", does: ["nothing"], says: /allow-dns/ },
  ],
  [
    "21 a namespace of somebody else's",
    worldOf({ namespace: { kind: "foreign" } }),
    { condition: "NamespaceReady=False/NamespaceForeign", does: ["nothing"] },
  ],
  [
    "22 its time",
    worldOf({ pod: endedPod(ended("agent", 137), { phase: "Failed", reason: "DeadlineExceeded" }) }),
    { condition: "Finished=True/DeadlineExceeded", exit: "timeout", says: /^Took longer than 30m$/ },
  ],
  [
    "22 its time, before anything began",
    worldOf({ pod: podOf({ status: { phase: "Failed", reason: "DeadlineExceeded" } }) }),
    { condition: "Finished=True/StartTimeout", exit: "start_timeout" },
  ],
  [
    "23 a fault of the runner",
    worldOf({ pod: endedPod(ended("agent", 1)) }),
    { condition: "Finished=True/RunnerFault", exit: "exited" },
  ],
  [
    "23 an ended grant",
    worldOf({ pod: endedPod(ended("agent", 3)) }),
    { condition: "Finished=True/GrantEnded", exit: "exited" },
  ],
  [
    "23 what couldn't be prepared",
    worldOf({
      pod: podOf({ status: { phase: "Failed", initContainerStatuses: [ended("probe", 0), ended("prepare", 4)] } }),
    }),
    { condition: "Finished=True/NotPrepared", exit: "exited" },
  ],
  [
    "23 a later stage that the runtime couldn't start",
    worldOf({
      pod: endedPod(ended("agent", 128, { reason: "StartError", startedAt: at(0).toISOString(), message: "no space" })),
    }),
    { condition: "Finished=True/RunnerFault", exit: "exited", says: /couldn't be started: no space/ },
  ],
  [
    "24 a signal that wasn't for want of memory",
    worldOf({ pod: endedPod(ended("agent", 137)) }),
    { condition: "Finished=True/RunnerFault", exit: "signal", says: /signal 9/ },
  ],
  [
    "26 an end that is wanted",
    worldOf({
      environment: environmentOf({ metadata: { deletionTimestamp: at(50).toISOString() } }),
      pod: workingPod(),
    }),
    { condition: "Terminating=True/PodStopping", does: ["deletePod"] },
  ],
  [
    "26 its pod takes its time",
    worldOf({
      environment: environmentOf({ metadata: { deletionTimestamp: at(50).toISOString() } }),
      pod: workingPod({ metadata: { deletionTimestamp: at(70).toISOString() } }),
      now: at(99),
    }),
    { condition: "Terminating=True/PodStopping", does: ["nothing"] },
  ],
  [
    "26 its node doesn't answer",
    worldOf({
      environment: environmentOf({ metadata: { deletionTimestamp: at(50).toISOString() } }),
      pod: workingPod({ metadata: { deletionTimestamp: at(70).toISOString() } }),
      now: at(100),
    }),
    { condition: "Terminating=True/NodeUnreachable", does: ["forceDeletePod"] },
  ],
  [
    "26 nothing is left of it",
    worldOf({ environment: environmentOf({ metadata: { deletionTimestamp: at(50).toISOString() } }) }),
    { does: ["removeFinalizer"] },
  ],
  [
    "31 a foreign pod of its name isn't adopted, nor ended",
    worldOf({ pod: podOf({ metadata: { annotations: { "catalyst.dev/environment-uid": "" } } }) }),
    { condition: "Scheduled=False/AdmissionDenied", exit: "admission", does: ["nothing"], says: /in use/ },
  ],
  [
    "31 that of a former Environment of its name is waited for",
    worldOf({ pod: podOf({ metadata: { annotations: { "catalyst.dev/environment-uid": "former" } } }) }),
    { exit: "none", does: ["nothing"] },
  ],
  [
    "17 drained, and gone before anybody looked",
    worldOf({ environment: had(1), lastPod: gone("EvictionByEvictionAPI") }),
    { condition: "Finished=True/Drained", exit: "evicted" },
  ],
  [
    "19 deleted once it had begun, which nobody had looked at",
    worldOf({ environment: had(1), lastPod: workingPod({ metadata: { deletionTimestamp: at(20).toISOString() } }) }),
    { condition: "Finished=True/PodDeleted", exit: "destroyed", does: ["nothing"] },
  ],
];
