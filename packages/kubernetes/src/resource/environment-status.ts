import { z } from "zod";

/** A text that is cut where it is written: what reads it need not be ready for more. */
const MAX_MESSAGE_LENGTH = 1024;
const MAX_OUTPUT_LENGTH = 4096;
const MAX_REASON_LENGTH = 64;
const MAX_CONDITIONS = 16;
const MAX_STAGES = 10;
const MAX_FACTS = 32;
const MAX_FACT_LENGTH = 200;
const MAX_NAME_LENGTH = 253;

const CONDITION_TYPES = [
  "Accepted",
  "NamespaceReady",
  "Scheduled",
  "ImagesReady",
  "Isolated",
  "Ready",
  "Finished",
  "Terminating",
] as const;

const reason = z.string().max(MAX_REASON_LENGTH);
const message = z.string().max(MAX_MESSAGE_LENGTH);
const time = z.iso.datetime({ offset: true });
const name = z.string().max(MAX_NAME_LENGTH);
const milliseconds = z.int().nonnegative().optional();

/** One thing that is, isn't, or isn't known yet; `reason` is an interface, `message` a sentence that changes only with what it says. */
export const Condition = z.object({
  type: z.enum(CONDITION_TYPES),
  status: z.enum(["True", "False", "Unknown"]),
  reason,
  message,
  /** When `status` became this. */
  lastTransitionTime: time,
  observedGeneration: z.int().nonnegative(),
});
export type Condition = z.infer<typeof Condition>;
export type ConditionType = Condition["type"];

/** For people: nothing of ours reads it. */
export const EnvironmentPhase = z.enum([
  "Pending",
  "Starting",
  "Running",
  "Succeeded",
  "Failed",
  "Refused",
  "Terminating",
]);
export type EnvironmentPhase = z.infer<typeof EnvironmentPhase>;

/** How an Environment is, as the operator tells it. */
export const EnvironmentStatusFields = z.object({
  observedGeneration: z.int().nonnegative().optional(),
  phase: EnvironmentPhase.optional(),
  reason: reason.optional(),
  message: message.optional(),
  conditions: z
    .array(Condition)
    .max(MAX_CONDITIONS)
    .optional()
    .meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"] }),
  namespace: name.optional(),
  pod: z
    .object({
      name,
      /** What the worker binds the execution to. */
      uid: z.string().max(64),
      ip: z.string().max(64).optional(),
      node: name.optional(),
      /** Counted from 1: how many pods this Environment has had. */
      attempt: z.int().positive(),
      pooled: z.boolean(),
    })
    .optional(),
  stages: z
    .array(
      z.object({
        name: z.string().max(MAX_REASON_LENGTH),
        startedAt: time.optional(),
        finishedAt: time.optional(),
        exitCode: z.int().optional(),
        reason: reason.optional(),
      }),
    )
    .max(MAX_STAGES)
    .optional(),
  exit: z
    .object({
      code: z.int().optional(),
      reason,
      /** What the pod said last: the agent's words as well, and nothing to trust. */
      output: z.string().max(MAX_OUTPUT_LENGTH).optional(),
    })
    .optional(),
  facts: z.array(z.string().max(MAX_FACT_LENGTH)).max(MAX_FACTS).optional(),
  usage: z
    .object({
      cpuSeconds: z.number().nonnegative().optional(),
      memoryPeakMib: z.number().nonnegative().optional(),
      diskPeakMib: z.number().nonnegative().optional(),
    })
    .optional(),
  /** Milliseconds since it was created. */
  timings: z
    .object({
      ...{ accepted: milliseconds, created: milliseconds, scheduled: milliseconds },
      ...{ images: milliseconds, isolated: milliseconds, ready: milliseconds },
      /** Until when a queue held it back. */
      queued: milliseconds,
    })
    .optional(),
  startedAt: time.optional(),
  finishedAt: time.optional(),
});
export type EnvironmentStatusFields = z.infer<typeof EnvironmentStatusFields>;
