import { GatewayAddress } from "@catalyst/core";
import { z } from "zod";
import { type Target, Targets } from "./target.ts";

/** What the operator tells each stage's container: where its only peer is, and who else must not be reached. */
const Variables = z.object({
  CATALYST_STAGE: z.string().regex(/^[a-z]+(-\d)?$/),
  CATALYST_GATEWAY: Targets,
  CATALYST_GATEWAY_NAME: z.string(),
  CATALYST_GATEWAY_CA: z.string(),
  CATALYST_CANARY: Targets.default([]),
  CATALYST_DENIED: Targets.default([]),
});

export interface PodPlace {
  stage: string;
  /** The same gateway, by each family of addresses. */
  gateways: GatewayAddress[];
  /** Who must not be reached. */
  denied: Target[];
}

/** null: this isn't a pod. Throws where it is one whose variables are wrong. */
export function readPodPlace(env: NodeJS.ProcessEnv): PodPlace | null {
  if (env.CATALYST_STAGE === undefined) {
    return null;
  }
  const found = Variables.parse(env);
  const { CATALYST_GATEWAY_CA: ca, CATALYST_GATEWAY_NAME: name } = found;
  return {
    stage: found.CATALYST_STAGE,
    gateways: found.CATALYST_GATEWAY.map(({ host, port }) => GatewayAddress.parse({ host, port, ca, name })),
    denied: [...found.CATALYST_CANARY, ...found.CATALYST_DENIED],
  };
}
