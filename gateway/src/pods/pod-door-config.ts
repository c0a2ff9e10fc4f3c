import { CatalystError } from "@catalyst/core";
import { z } from "zod";
import { type OperatorDoorConfig, OperatorDoorVariables, operatorDoorOf } from "./operator/operator-door-config.ts";

const path = z.string().startsWith("/", "must be an absolute path");
const port = z.coerce.number().int("must be a port").min(0, "must be a port").max(65_535, "must be a port");

export const PodDoorVariables = z.object({
  /** Without it there is no door for pods, and the others mean nothing. */
  CATALYST_GATEWAY_TLS_PORT: port.optional(),
  CATALYST_GATEWAY_CANARY_PORT: port.optional(),
  CATALYST_GATEWAY_TLS_CERT_FILE: path.optional(),
  CATALYST_GATEWAY_TLS_KEY_FILE: path.optional(),
  CATALYST_IDENTITY_KEYS_FILE: path.optional(),
  CATALYST_IDENTITY_ISSUER: z.string().min(1).optional(),
  ...OperatorDoorVariables.shape,
});

/** How pods of a cluster reach the gateway, and how it knows them. */
export interface PodDoorConfig {
  /** 0: any that is free. */
  port: number;
  /** Nobody may reach it from a pod: who does isn't isolated. */
  canaryPort: number;
  certFile: string;
  keyFile: string;
  /** The keys by which the cluster's API server signs who a pod is, as a JSON Web Key Set. */
  identityKeysFile: string;
  identityIssuer: string;
  /** Where the operator asks how pods are; null: nowhere. */
  operator: OperatorDoorConfig | null;
}

/** null: pods don't reach it. Throws `invalid_configuration` naming what is missing. */
export function podDoorOf(variables: z.infer<typeof PodDoorVariables>): PodDoorConfig | null {
  const { CATALYST_GATEWAY_TLS_PORT: tlsPort, CATALYST_GATEWAY_CANARY_PORT: canaryPort, ...rest } = variables;
  if (tlsPort === undefined) {
    return null;
  }
  const names = [
    "CATALYST_GATEWAY_TLS_CERT_FILE",
    "CATALYST_GATEWAY_TLS_KEY_FILE",
    "CATALYST_IDENTITY_KEYS_FILE",
    "CATALYST_IDENTITY_ISSUER",
  ] as const;
  const missing = names.filter((name) => rest[name] === undefined);
  if (missing.length > 0 || canaryPort === undefined) {
    const all = [...(canaryPort === undefined ? ["CATALYST_GATEWAY_CANARY_PORT"] : []), ...missing];
    throw new CatalystError(
      "invalid_configuration",
      `Starting the gateway failed: with CATALYST_GATEWAY_TLS_PORT it needs ${all.join(", ")}, too. Set these variables.`,
    );
  }
  const operator = operatorDoorOf(rest);
  if (typeof operator === "string") {
    throw new CatalystError("invalid_configuration", `Starting the gateway failed: ${operator}. Set these variables.`);
  }
  const [certFile = "", keyFile = "", identityKeysFile = "", identityIssuer = ""] = names.map((name) => rest[name]);
  return { port: tlsPort, canaryPort, certFile, keyFile, identityKeysFile, identityIssuer, operator };
}
