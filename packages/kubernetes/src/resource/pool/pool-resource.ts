import { z } from "zod";
import { durationBetween } from "../duration.ts";
import { dnsLabel, EnvironmentResources, EnvironmentStages, ToolsImage } from "../environment-spec.ts";
import { Condition } from "../environment-status.ts";
import { ObjectMetadata } from "../metadata.ts";
import { API_VERSION, POOL_KIND } from "../names.ts";

const MAX_REPLICAS = 500;
const FIXED = "project is fixed once it is created";

/** What the pods of a pool are made of: as much of an Environment as its pod is made of, and how many of them wait. */
export const EnvironmentPoolSpec = z
  .object({
    project: dnsLabel(50),
    agent: z.object({ type: dnsLabel(40) }),
    resources: EnvironmentResources.optional(),
    stages: EnvironmentStages.default([{ name: "agent", readOnlyWorkspace: false }]),
    className: dnsLabel(63).default("default"),
    image: ToolsImage.optional(),
    /** How many pods wait for an Environment. */
    replicas: z.int().nonnegative().max(MAX_REPLICAS).default(1),
    /** How long an Environment may work that gets one of them: a pod's deadline is never raised. */
    longestTimeout: durationBetween("1m", "168h").default("4h"),
    /** A pod that nobody wanted for so long is replaced. */
    maxAge: durationBetween("10m", "168h").default("12h"),
  })
  .meta({ "x-kubernetes-validations": [{ rule: "self.project == oldSelf.project", message: FIXED }] });
export type EnvironmentPoolSpec = z.infer<typeof EnvironmentPoolSpec>;

const count = z.int().nonnegative().optional();

/** How a pool is, as the operator tells it. */
export const EnvironmentPoolStatus = z.object({
  observedGeneration: count,
  /** Pods that wait, or begin to. */
  replicas: count,
  /** Those that an Environment can have at once. */
  ready: count,
  /** Those that Environments have now. */
  claimed: count,
  /** Of its pods, for whoever scales it. */
  selector: z.string().max(200).optional(),
  conditions: z
    .array(Condition.extend({ type: z.enum(["Healthy"]) }))
    .max(4)
    .optional()
    .meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"] }),
});
export type EnvironmentPoolStatus = z.infer<typeof EnvironmentPoolStatus>;

/** The custom resource by which pods are kept warm: made, and proven to be isolated, before anybody wants them. */
export const EnvironmentPoolResource = z.object({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal(POOL_KIND),
  metadata: ObjectMetadata,
  spec: EnvironmentPoolSpec,
  status: EnvironmentPoolStatus.optional(),
});
export type EnvironmentPoolResource = z.infer<typeof EnvironmentPoolResource>;
