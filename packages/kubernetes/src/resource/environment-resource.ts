import { z } from "zod";
import { EnvironmentSpec } from "./environment-spec.ts";
import { EnvironmentStatusFields } from "./environment-status.ts";
import { ObjectMetadata } from "./metadata.ts";
import { API_VERSION, KIND } from "./names.ts";

/** The custom resource by which an environment is asked for, and told of. */
export const EnvironmentResource = z.object({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal(KIND),
  metadata: ObjectMetadata,
  spec: EnvironmentSpec,
  status: EnvironmentStatusFields.optional(),
});
export type EnvironmentResource = z.infer<typeof EnvironmentResource>;
