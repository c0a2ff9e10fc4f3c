import { join } from "node:path";
import {
  CatalystError,
  listPrivateHosts,
  type MetricsAddress,
  MetricsVariables,
  metricsAddressOf,
  PrivateHosts,
  TraceVariables,
  type TraceWish,
  tracesOf,
} from "@catalyst/core";
import { z } from "zod";
import { type PodDoorConfig, PodDoorVariables, podDoorOf } from "./pods/pod-door-config.ts";

const Environment = MetricsVariables.extend({
  ...TraceVariables.shape,
  CATALYST_HOME: z.string().startsWith("/", "must be an absolute path"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" }).optional(),
  CATALYST_GATEWAY_KEY_FILE: z.string().startsWith("/", "must be an absolute path").optional(),
  CATALYST_PRIVATE_HOSTS: PrivateHosts,
  ...PodDoorVariables.shape,
});

export interface GatewayConfig {
  home: string;
  databaseUrl: string | null;
  /** Holds the gateway's private keys, where they are given to it. */
  keyFile: string | null;
  /** Holds the sockets of the gateway and of each environment. */
  folder: string;
  /** Hosts of private networks that everybody's base URLs may lead to. */
  privateHosts: readonly string[];
  /** How pods of a cluster reach it; null: none do. */
  pods: PodDoorConfig | null;
  /** Where it tells its metrics; null: nowhere. */
  metrics: MetricsAddress | null;
  /** Where its traces go. */
  traces: TraceWish;
}

/** Throws `invalid_configuration` naming every wrong setting at once. */
export function readConfig(env: NodeJS.ProcessEnv): GatewayConfig {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    throw new CatalystError(
      "invalid_configuration",
      `Starting the gateway failed: ${problems.join("; ")}. Mend these variables.`,
    );
  }
  const { data } = parsed;
  return {
    home: data.CATALYST_HOME,
    databaseUrl: data.DATABASE_URL ?? null,
    keyFile: data.CATALYST_GATEWAY_KEY_FILE ?? null,
    folder: join(data.CATALYST_HOME, "gateway"),
    privateHosts: listPrivateHosts(data.CATALYST_PRIVATE_HOSTS),
    pods: podDoorOf(data),
    metrics: metricsAddressOf(data),
    traces: tracesOf(data),
  };
}
