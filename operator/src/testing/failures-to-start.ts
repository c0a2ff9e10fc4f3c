import { type FailureRow, had, later } from "./failure-row.ts";
import { at, condition, ended, environmentOf, podOf, waitingFor, worldOf } from "./worlds.ts";

const unscheduled = (reason: string, message = "0/6 nodes are available: 6 Insufficient cpu.") =>
  podOf({ status: { phase: "Pending", conditions: [condition("PodScheduled", "False", { reason, message })] } });
const imageOf = (reason: string, message: string, metadata = {}) =>
  podOf({
    metadata,
    status: {
      conditions: [condition("PodScheduled", "True")],
      initContainerStatuses: [waitingFor("probe", reason, message)],
    },
  });
const probed = (exitCode: number, failures: string[] = [], attempt = "1") =>
  podOf({
    metadata: { annotations: { "catalyst.dev/attempt": attempt } },
    status: {
      phase: "Failed",
      initContainerStatuses: [ended("probe", exitCode, { message: JSON.stringify({ failures }) })],
    },
  });
/** The runtime knows no time at which it began. */
const unstarted = (attempt = "1") =>
  podOf({
    metadata: { annotations: { "catalyst.dev/attempt": attempt } },
    status: {
      phase: "Failed",
      initContainerStatuses: [
        ended("probe", 0, { message: '{"facts":[]}' }),
        ended("prepare", 128, {
          ...{ reason: "StartError", startedAt: new Date(0).toISOString() },
          message: "failed to start containerd task: exec format error",
        }),
      ],
    },
  });
const quota =
  'pods "x" is forbidden: exceeded quota: project, requested: requests.cpu=1, used: requests.cpu=12, limited: 12';
const failed = (kind: "quota" | "admission" | "other", message: string, times = 1) => ({
  failedCreation: { kind, message, times, at: at(1) },
});
const notFound = "manifest for registry.example/tools:x not found: manifest unknown: manifest unknown";

/** What may go wrong before anything of the project begins. */
export const FAILURES_TO_START: FailureRow[] = [
  [
    "1 quota: waits, and shows the numbers",
    worldOf({ ...failed("quota", quota), now: at(2) }),
    {
      condition: "Scheduled=False/QuotaExceeded",
      does: ["nothing"],
      says: /Waiting for the project's quota: exceeded quota: .*used: requests.cpu=12/,
    },
  ],
  [
    "1 quota: tries again after 5 s",
    worldOf({ ...failed("quota", quota), now: at(6) }),
    { condition: "Scheduled=False/QuotaExceeded", does: ["createPod"] },
  ],
  [
    "1 quota: the third time after 20 s only",
    worldOf({ ...failed("quota", quota, 3), now: at(20) }),
    { does: ["nothing"] },
  ],
  [
    "1 quota: when its time to start is over",
    worldOf({ ...failed("quota", quota), now: at(601) }),
    { condition: "Finished=True/Refused", exit: "quota" },
  ],
  [
    "2 admission: once a minute",
    worldOf({ ...failed("admission", 'violates PodSecurity "restricted:latest"'), now: at(30) }),
    {
      condition: "Scheduled=False/AdmissionDenied",
      does: ["nothing"],
      says: /The cluster refused the pod: violates PodSecurity/,
    },
  ],
  [
    "2 admission: no fourth time",
    worldOf({ ...failed("admission", "no", 3), now: at(200) }),
    { condition: "Finished=True/Refused", exit: "admission", does: ["nothing"] },
  ],
  [
    "3 no node has room",
    worldOf({ pod: unscheduled("Unschedulable"), now: at(30) }),
    { condition: "Scheduled=False/Unschedulable", does: ["nothing"], says: /No node has room for it: 0\/6 nodes/ },
  ],
  [
    "3 a node is coming",
    worldOf({
      pod: unscheduled("Unschedulable"),
      events: [{ reason: "TriggeredScaleUp", message: "pod triggered scale-up" }],
    }),
    { condition: "Scheduled=False/WaitingForNode", does: ["nothing"] },
  ],
  [
    "3 no node came in time",
    worldOf({ pod: unscheduled("Unschedulable"), now: at(601) }),
    { condition: "Finished=True/StartTimeout", exit: "unschedulable", does: ["deletePod"] },
  ],
  [
    "4 a queue's gate stops the time to start",
    worldOf({
      pod: unscheduled("SchedulingGated"),
      environment: environmentOf({ spec: { queueName: "team" } }),
      now: at(9000),
    }),
    { condition: "Scheduled=False/SchedulingGated", does: ["nothing"], says: /Queued in team/ },
  ],
  [
    "4 nor is it over once the gate is open",
    later(worldOf({ pod: unscheduled("SchedulingGated"), now: at(30) }), 9000, { pod: unscheduled("Unschedulable") }),
    { condition: "Scheduled=False/Unschedulable", does: ["nothing"] },
  ],
  [
    "4 from then on it counts",
    later(
      later(worldOf({ pod: unscheduled("SchedulingGated"), now: at(30) }), 9000, { pod: unscheduled("Unschedulable") }),
      9601,
    ),
    { condition: "Finished=True/StartTimeout", exit: "unschedulable" },
  ],
  [
    "5 preempted before anything began: goes",
    worldOf({
      pod: podOf({
        status: { conditions: [condition("DisruptionTarget", "True", { reason: "PreemptionByScheduler" })] },
      }),
    }),
    { condition: "Scheduled=False/Preempted", does: ["deletePod"], exit: "none" },
  ],
  ["5 and another one is made", worldOf({ environment: had(1) }), { does: ["createPod"] }],
  [
    "6 an image that isn't there: not at the first pull",
    worldOf({ pod: imageOf("ErrImagePull", notFound) }),
    {
      condition: "ImagesReady=False/ImageNotFound",
      does: ["nothing"],
      says: /can't be pulled: it isn't there .*manifest unknown/,
    },
  ],
  [
    "6 an image that isn't there: after 30 s",
    later(worldOf({ pod: imageOf("ErrImagePull", notFound) }), 40),
    { condition: "Finished=True/Refused", exit: "image", does: ["deletePod"] },
  ],
  [
    "6 an image that the cluster may not have",
    later(
      worldOf({
        pod: imageOf("ImagePullBackOff", "pull access denied, repository does not exist or may require authorization"),
      }),
      40,
    ),
    { condition: "ImagesReady=False/ImageUnauthorized", exit: "image" },
  ],
  [
    "6 a name that is none: at once",
    worldOf({ pod: imageOf("InvalidImageName", "couldn't parse image name") }),
    { condition: "ImagesReady=False/InvalidImage", exit: "image" },
  ],
  [
    "7 a slow registry is waited for",
    later(worldOf({ pod: imageOf("ErrImagePull", "net/http: TLS handshake timeout") }), 200),
    { condition: "ImagesReady=False/ImagePullFailed", does: ["nothing"], says: /Pulling .* is tried again: .*timeout/ },
  ],
  [
    "7 pulls that the kubelet holds back aren't an image's absence",
    worldOf({ pod: imageOf("ErrImagePull", "pull QPS exceeded") }),
    { condition: "ImagesReady=False/ImagePullFailed" },
  ],
  [
    "7 a registry that stays away",
    later(worldOf({ pod: imageOf("ErrImagePull", "i/o timeout") }), 310),
    { condition: "Finished=True/Refused", exit: "registry" },
  ],
  [
    "8 a container that can't be made, after 2 min: another node",
    later(worldOf({ pod: imageOf("CreateContainerError", "no such device") }), 130),
    { condition: "ImagesReady=False/ContainerConfigError", does: ["deletePod"], exit: "none" },
  ],
  [
    "8 and not for ever",
    later(
      worldOf({
        pod: imageOf("CreateContainerError", "no such device", { annotations: { "catalyst.dev/attempt": "3" } }),
      }),
      130,
    ),
    { exit: "image", says: /no such device/ },
  ],
  [
    "8 a container that the runtime couldn't start: nothing has begun, and another node may do better",
    worldOf({ pod: unstarted() }),
    {
      condition: "ImagesReady=False/ContainerConfigError",
      does: ["deletePod"],
      exit: "none",
      says: /can't be started: .*exec format error/,
    },
  ],
  [
    "8 nor could two others",
    worldOf({ environment: had(3), pod: unstarted("3") }),
    { condition: "Finished=True/Refused", exit: "image", says: /can't be started: .*exec format error/ },
  ],
  [
    "8 a volume that can't be mounted",
    worldOf({ pod: podOf(), events: [{ reason: "FailedMount", message: "MountVolume.SetUp failed" }] }),
    { condition: "ImagesReady=False/VolumeFailed", says: /MountVolume/ },
  ],
  [
    "9 a node that can't start pods",
    worldOf({
      pod: podOf({ status: { conditions: [condition("PodReadyToStartContainers", "False")] } }),
      events: [{ reason: "FailedCreatePodSandBox", message: "no IP addresses available" }],
      now: at(25),
    }),
    { condition: "ImagesReady=False/VolumeFailed", says: /The node can't start pods: no IP/ },
  ],
  [
    "9 one that doesn't say why: it may only be slow",
    worldOf({
      pod: podOf({ status: { conditions: [condition("PodReadyToStartContainers", "False")] } }),
      now: at(61),
    }),
    { condition: "ImagesReady=Unknown/Pulling" },
  ],
  [
    "9 nor after a minute",
    worldOf({
      pod: podOf({ status: { conditions: [condition("PodReadyToStartContainers", "False")] } }),
      now: at(70),
    }),
    { condition: "ImagesReady=False/VolumeFailed", says: /The node can't start pods: it doesn't say why/ },
  ],
  [
    "9 a node that can't copy what is ours: another pod, as nothing has begun",
    worldOf({ pod: podOf({ status: { phase: "Failed", initContainerStatuses: [ended("copy-agent", 1)] } }) }),
    { condition: "Scheduled=False/PodDeleted", does: ["deletePod"], exit: "none" },
  ],
  [
    "10 policies that aren't enforced",
    worldOf({ pod: probed(96, ["10.96.0.1:443"]) }),
    {
      condition: "Isolated=False/PolicyNotEnforced",
      exit: "isolation",
      does: ["nothing"],
      says: /doesn't enforce network policies: 10.96.0.1:443 was reachable from inside. Nothing was started./,
    },
  ],
  [
    "11 a gateway that can't be reached: another pod",
    worldOf({ pod: probed(95) }),
    { condition: "Isolated=False/GatewayUnreachable", does: ["deletePod"], exit: "none" },
  ],
  [
    "11 a probe that can't do its part: another pod, and its words",
    worldOf({ pod: probed(94, ["The runner can't be copied: no space"]) }),
    {
      condition: "Isolated=False/Probing",
      does: ["deletePod"],
      exit: "none",
      says: /The runner can't be copied: no space/,
    },
  ],
  [
    "11 the third time",
    worldOf({ environment: had(3), pod: probed(95, [], "3") }),
    { condition: "Finished=True/Refused", exit: "gateway" },
  ],
  [
    "12 more rights than it may have",
    worldOf({ pod: probed(97, ["CAP_NET_ADMIN"]) }),
    { condition: "Isolated=False/PrivilegeLeft", exit: "isolation", says: /CAP_NET_ADMIN/ },
  ],
  [
    "13 nothing to try the isolation with: no start",
    worldOf({ isCanaryListening: false }),
    { condition: "Isolated=Unknown/CanaryUnavailable", does: ["nothing"] },
  ],
  [
    "13 unless the cluster's owner trusts it",
    worldOf({ isCanaryListening: false, class: { refusal: null, isProofRequired: false } }),
    { does: ["createPod"] },
  ],
];
