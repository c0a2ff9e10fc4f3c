import { z } from "zod";

/** Where probe and runners listen in a pod, and where the gateway and other pods try to reach it, which must fail. */
export const REVERSE_CANARY_PORT = 9009;

/** What the gateway says of a pod's isolation, as only it can. */
export const ProbeAnswer = z.object({
  /** As it was asked with: no answer of another time is this one. */
  nonce: z.string(),
  /** Where the gateway sees the pod connect from. */
  address: z.string(),
  /** Since somebody else reached the gateway's canary; null: nobody did. */
  canaryKnockedSecondsAgo: z.number().nullable(),
  /** Whether the gateway reached the pod; null: it wasn't asked to try. */
  isReachable: z.boolean().nullable(),
});
export type ProbeAnswer = z.infer<typeof ProbeAnswer>;

/** The fact by which it is known that connections of pods come from their own addresses in this cluster. */
export const ADDRESS_KEPT_FACT = "The gateway sees the pod's own address";
