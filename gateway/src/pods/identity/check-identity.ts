import { z } from "zod";
import { refuseIdentity, type VerifyToken } from "./verify-token.ts";

const Claims = z.object({
  /** An API server that is older gives none; then nothing can be handed out once. */
  jti: z.string().min(1).max(255),
  "kubernetes.io": z.object({
    pod: z.object({ uid: z.string().min(1).max(64) }),
    serviceaccount: z.object({ name: z.literal("catalyst-environment") }),
  }),
});

interface PodIdentity {
  podUid: string;
  identityId: string;
}

/** Which pod a token is of that its cluster's API server signed for this stage. */
export type CheckIdentity = (token: string, stage: string) => Promise<PodIdentity>;

export function createIdentityCheck(verify: VerifyToken): CheckIdentity {
  return async (token, stage) => {
    const claims = Claims.safeParse(await verify(token, `catalyst-gateway/${stage}`));
    if (!claims.success) {
      throw refuseIdentity();
    }
    return { podUid: claims.data["kubernetes.io"].pod.uid, identityId: claims.data.jti };
  };
}
