import { z } from "zod";
import { StageAccess, StageJob } from "../stages/job.ts";

/** What a pod's runner is answered when it asks for its stage's job. */
export const PodAnswer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("job"), job: StageJob, ...StageAccess.shape }),
  /** What came before leaves nothing for this stage. */
  z.object({ kind: z.literal("not_needed") }),
  /** Nobody said yet whose environment this pod is: it asks again. */
  z.object({ kind: z.literal("wait") }),
]);
export type PodAnswer = z.infer<typeof PodAnswer>;
