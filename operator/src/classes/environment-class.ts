import { Quantity } from "@catalyst/kubernetes";
import { z } from "zod";

const Image = z.string().min(1).max(1024);
const Words = z.record(z.string(), z.string());

/** How the cluster's owner wants environments of a class: whatever of a pod isn't the same for all of them. */
export const EnvironmentClass = z.object({
  /** null: the cluster's own. */
  runtimeClassName: z.string().nullable().default(null),
  /** How the runner and the agent get into pods: as images that nodes mount, or copied, where nodes can't. */
  delivery: z.enum(["image", "copy"]).default("image"),
  userNamespaces: z.enum(["required", "off"]).default("off"),
  priorityClassName: z.string().nullable().default(null),
  /** The tools that the project works with, where it names none. */
  image: Image,
  /** What a project's own image must begin with; none: any. */
  imagePrefixes: z.array(z.string()).default([]),
  resources: z
    .object({ cpu: Quantity.default("2"), memory: Quantity.default("4Gi"), disk: Quantity.default("8Gi") })
    .prefault({}),
  maximum: z
    .object({ cpu: Quantity.default("4"), memory: Quantity.default("16Gi"), disk: Quantity.default("32Gi") })
    .prefault({}),
  nodeSelector: Words.default({}),
  tolerations: z.array(z.record(z.string(), z.unknown())).default([]),
  imagePullSecrets: z.array(z.string()).default([]),
  /** OpenShift gives each namespace its own users. */
  isUserGiven: z.boolean().default(false),
  isProofRequired: z.boolean().default(true),
});
export type EnvironmentClass = z.infer<typeof EnvironmentClass>;
