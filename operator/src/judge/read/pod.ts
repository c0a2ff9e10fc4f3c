import { z } from "zod";

/** One that nobody knows is null in an API server's words. */
const time = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined)
  .optional();
const Terminated = z.object({
  exitCode: z.int(),
  signal: z.int().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  startedAt: time,
  finishedAt: time,
});

/** How a container is, as its kubelet tells it. */
export const ContainerStatus = z.object({
  name: z.string(),
  image: z.string().optional(),
  state: z
    .object({
      waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }).optional(),
      running: z.object({ startedAt: time }).optional(),
      terminated: Terminated.optional(),
    })
    .optional(),
  /** Of one that isn't started again: it ran, and was away before its kubelet saw how it ended. */
  lastState: z.object({ terminated: Terminated.optional() }).optional(),
  restartCount: z.int().optional(),
});
export type ContainerStatus = z.infer<typeof ContainerStatus>;

export const PodCondition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
  lastTransitionTime: time,
});
export type PodCondition = z.infer<typeof PodCondition>;

/** What of a pod is judged. The rest isn't kept. */
export const Pod = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string(),
    resourceVersion: z.string().optional(),
    creationTimestamp: time,
    deletionTimestamp: time,
    deletionGracePeriodSeconds: z.number().optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.object({ nodeName: z.string().optional(), activeDeadlineSeconds: z.number().optional() }).optional(),
  status: z
    .object({
      phase: z.string().optional(),
      reason: z.string().optional(),
      message: z.string().optional(),
      podIP: z.string().optional(),
      startTime: time,
      conditions: z.array(PodCondition).optional(),
      initContainerStatuses: z.array(ContainerStatus).optional(),
      containerStatuses: z.array(ContainerStatus).optional(),
    })
    .optional(),
});
export type Pod = z.infer<typeof Pod>;

/** The container that proves the isolation before any other starts. */
export const PROBE = "probe";

/** Of each pod what isn't a stage: ours, and over before the first stage begins. Former versions' pods have the first of them. */
const BEFORE_STAGES = ["copy-runner", "copy-agent", PROBE];

/** The containers of its stages, in the order in which they run. */
export function stagesOf(pod: Pod): ContainerStatus[] {
  return containersOf(pod).filter(({ name }) => !BEFORE_STAGES.includes(name));
}

/** Those of the pod, in the order in which they run. */
export function containersOf({ status }: Pod): ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

export function conditionOf({ status }: Pod, type: string): PodCondition | null {
  return status?.conditions?.find((condition) => condition.type === type) ?? null;
}

/** Whether anything of the project or the agent has run in it. */
export function hasStageStarted(pod: Pod): boolean {
  return stagesOf(pod).some(({ state: { running, terminated } = {}, lastState, restartCount = 0 }) => {
    const hadRun = lastState?.terminated !== undefined || restartCount > 0;
    return running !== undefined || hadRun || (terminated?.startedAt !== undefined && !isUnstarted(terminated));
  });
}

/** Its container was away before the kubelet saw how it ended: the code that it says then is nobody's. */
export function isUnseen({ reason = "" }: z.infer<typeof Terminated>): boolean {
  return reason === "ContainerStatusUnknown";
}

/** One whose runtime couldn't start it has ended, too: by the runtime's word in 1970. */
export function isUnstarted({ reason = "" }: z.infer<typeof Terminated>): boolean {
  return reason === "StartError" || reason === "ContainerCannotRun";
}
