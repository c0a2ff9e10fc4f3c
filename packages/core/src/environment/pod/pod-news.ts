import { z } from "zod";

/** A pod that wasn't heard for longer isn't told of any more. */
export const TOLD_SECONDS = 600;
/** For whom the operator's own identity is made out when it asks the gateway. */
export const OPERATOR_AUDIENCE = "catalyst-gateway/operator";
export const POD_NEWS_PATH = "/pods";

/** What a gateway tells the operator of pods, by their uids. */
export const PodNews = z.object({
  /** Since it listens for pods: of a time before that it knows nothing. */
  upSeconds: z.number().nonnegative(),
  /** How long ago a pod's runner was heard last. */
  heardSecondsAgo: z.record(z.string(), z.number().nonnegative()),
  /** Why a pod counts as isolated no more. */
  trips: z.record(z.string(), z.string()),
});
export type PodNews = z.infer<typeof PodNews>;
