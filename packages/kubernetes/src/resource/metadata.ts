import { z } from "zod";

const words = z.record(z.string(), z.string());

/** What every object of a cluster has, as far as it is read here. */
export const ObjectMetadata = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string().optional(),
  resourceVersion: z.string().optional(),
  generation: z.int().optional(),
  creationTimestamp: z.iso.datetime({ offset: true }).optional(),
  deletionTimestamp: z.iso.datetime({ offset: true }).optional(),
  labels: words.optional(),
  annotations: words.optional(),
  finalizers: z.array(z.string()).optional(),
});
export type ObjectMetadata = z.infer<typeof ObjectMetadata>;
