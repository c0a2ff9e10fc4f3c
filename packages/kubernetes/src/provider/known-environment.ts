import { z } from "zod";
import type { AnyObject } from "../client/cluster-object.ts";
import { EnvironmentStatusFields } from "../resource/environment-status.ts";
import { ObjectMetadata } from "../resource/metadata.ts";

/** What of an Environment says whose it is; whatever else a later version writes, this stays. */
const Claimed = z.object({
  metadata: ObjectMetadata,
  spec: z.object({
    executionId: z.uuid(),
    stages: z.array(z.object({ name: z.string() })).default([{ name: "agent" }]),
  }),
});

/** An Environment as the worker sees it. */
export interface KnownEnvironment {
  metadata: ObjectMetadata;
  executionId: string;
  /** The kinds of its stages, in their order. */
  stages: string[];
  /** null: it is in no words of this version. */
  status: EnvironmentStatusFields | null;
}

/** null: it is no execution's. */
export function readEnvironment(object: AnyObject): KnownEnvironment | null {
  const claimed = Claimed.safeParse(object);
  if (!claimed.success) {
    return null;
  }
  const { metadata, spec } = claimed.data;
  return {
    metadata,
    executionId: spec.executionId,
    stages: spec.stages.map(({ name }) => name),
    status: EnvironmentStatusFields.safeParse(object.status ?? {}).data ?? null,
  };
}
