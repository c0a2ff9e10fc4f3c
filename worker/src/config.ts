import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import {
  CatalystError,
  type EnvironmentLimits,
  LimitVariables,
  limitsOf,
  listPrivateHosts,
  type MetricsAddress,
  MetricsVariables,
  metricsAddressOf,
  PrivateHosts,
  PublicUrl,
  pickInstallVariables,
  placesOf,
  type Retention,
  RetentionVariables,
  retentionOf,
  TraceVariables,
  type TraceWish,
  tracesOf,
} from "@catalyst/core";
import { type MailSettings, MailVariables, mailSettingsOf } from "@catalyst/core/notification";
import { machineSize } from "@catalyst/machine";
import { z } from "zod";
import {
  type EnvironmentPlace,
  EnvironmentVariables,
  environmentPlaceOf,
  problemOf,
} from "./environments/environment-variables.ts";

const CLUSTER_PLACES = 200;

const Environment = LimitVariables.extend({
  ...EnvironmentVariables.shape,
  ...RetentionVariables.shape,
  ...MetricsVariables.shape,
  ...TraceVariables.shape,
  ...MailVariables.shape,
  CATALYST_HOME: z.string().startsWith("/", "must be an absolute path"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" }).optional(),
  CATALYST_PRIVATE_HOSTS: PrivateHosts,
  CATALYST_PUBLIC_URL: PublicUrl.optional(),
  CATALYST_PRIVATE_AUTHORITIES: z.string().startsWith("/", "must be an absolute path").optional(),
});

export interface WorkerConfig {
  home: string;
  databaseUrl: string | null;
  workerId: string;
  /** Where it makes environments. */
  environments: EnvironmentPlace;
  gatewayFolder: string;
  runnerPath: string;
  /** Hosts of the owner's own network whose repositories may be read. */
  privateHosts: readonly string[];
  /** A PEM file of authorities by which those hosts are known, too; null: by those that everybody trusts. */
  authorityFile: string | null;
  limits: EnvironmentLimits;
  /** How many executions may run at once where this worker's environments are. */
  places: number;
  retention: Retention;
  /** Where it tells its metrics; null: nowhere. */
  metrics: MetricsAddress | null;
  /** Where its traces go. */
  traces: TraceWish;
  /** How people are told by e-mail; null: they aren't. */
  mail: MailSettings | null;
  /** Where people see tasks in a browser; null: nowhere that others know. */
  publicUrl: string | null;
  /** The whole environment of what installs agents. */
  installEnv: Record<string, string>;
}

/** Throws `invalid_configuration` naming every wrong setting at once. */
export function readConfig(env: NodeJS.ProcessEnv): WorkerConfig {
  const parsed = Environment.safeParse(env);
  const problem = parsed.success ? problemOf(parsed.data) : null;
  if (!parsed.success || problem !== null) {
    const problems = parsed.success
      ? [problem]
      : parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    throw new CatalystError(
      "invalid_configuration",
      `Starting the worker failed: ${problems.join("; ")}. Mend these variables.`,
    );
  }
  const { data } = parsed;
  return {
    home: data.CATALYST_HOME,
    databaseUrl: data.DATABASE_URL ?? null,
    // No other worker ever has it: one that died is known by it.
    workerId: `${hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`,
    environments: environmentPlaceOf(data),
    gatewayFolder: join(data.CATALYST_HOME, "gateway"),
    runnerPath: join(data.CATALYST_HOME, "runner", "runner.mjs"),
    privateHosts: listPrivateHosts(data.CATALYST_PRIVATE_HOSTS),
    authorityFile: data.CATALYST_PRIVATE_AUTHORITIES ?? null,
    limits: limitsOf(data),
    places: placesAt(data),
    retention: retentionOf(data),
    metrics: metricsAddressOf(data),
    traces: tracesOf(data),
    mail: mailSettingsOf(data),
    publicUrl: data.CATALYST_PUBLIC_URL?.origin ?? null,
    installEnv: { ...pickPlaces(env), ...pickInstallVariables(env) },
  };
}

/** What a cluster carries is no matter of the machine that this worker is on: its quotas say it, and what doesn't fit waits there. */
function placesAt(data: z.infer<typeof Environment>): number {
  return data.CATALYST_ENVIRONMENTS === "kubernetes" && data.CATALYST_MAX_EXECUTIONS === undefined
    ? CLUSTER_PLACES
    : placesOf(data, machineSize());
}

/** What npm and pip need to find programs and the user's own settings. */
function pickPlaces(env: NodeJS.ProcessEnv): Record<string, string> {
  const names = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}
