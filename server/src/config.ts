import { join } from "node:path";
import {
  CatalystError,
  LOCAL_NAMESPACE,
  type MetricsAddress,
  MetricsVariables,
  metricsAddressOf,
  type Retention,
  RetentionVariables,
  retentionOf,
  TraceVariables,
  type TraceWish,
  tracesOf,
} from "@catalyst/core";
import { MailVariables } from "@catalyst/core/notification";
import { z } from "zod";
import { DoorVariables, doorOf } from "./door/door-variables.ts";
import type { DoorSettings } from "./door/open-door.ts";
import { type SignInConfig, SignInVariables, signInOf } from "./people/config.ts";

const Environment = z
  .object({
    CATALYST_HOME: z.string().startsWith("/", "must be an absolute path"),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" }).optional(),
    CATALYST_ENVIRONMENT_NAMESPACE: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "must be lower-case letters, digits and dashes")
      .default(LOCAL_NAMESPACE),
    ...RetentionVariables.shape,
    ...SignInVariables.shape,
    ...MetricsVariables.shape,
    ...TraceVariables.shape,
    ...MailVariables.pick({ CATALYST_MAIL_FROM: true, CATALYST_OWNER_EMAIL: true }).shape,
  })
  .and(DoorVariables);

export interface ServerConfig {
  home: string;
  databaseUrl: string | null;
  /** Under which name what is asked for here waits for environments; the worker that makes them says the same. */
  environmentNamespace: string;
  /** How long things are kept. */
  retention: Retention;
  /** Holds the socket of the machine's owner. */
  folder: string;
  /** Where everybody else asks; null: nowhere. */
  door: DoorSettings | null;
  /** How people sign in. */
  signIn: SignInConfig;
  /** Where the worker's mail reaches the machine's owner, where that is said; null: no mail is sent. */
  mail: { ownerAddress: string | null } | null;
  /** Where it tells its metrics; null: nowhere. */
  metrics: MetricsAddress | null;
  /** Where its traces go. */
  traces: TraceWish;
}

/** Throws `invalid_configuration` naming every wrong setting at once. */
export function readConfig(env: NodeJS.ProcessEnv): ServerConfig {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    throw new CatalystError(
      "invalid_configuration",
      `Starting the server failed: ${problems.join("; ")}. Mend these variables.`,
    );
  }
  const { CATALYST_HOME: home, DATABASE_URL: databaseUrl } = parsed.data;
  // How it is sent the worker alone is told, as that holds a password.
  const isMailSent = parsed.data.CATALYST_MAIL_FROM !== undefined;
  return {
    home,
    databaseUrl: databaseUrl ?? null,
    environmentNamespace: parsed.data.CATALYST_ENVIRONMENT_NAMESPACE,
    retention: retentionOf(parsed.data),
    folder: join(home, "server"),
    door: doorOf(parsed.data),
    signIn: signInOf(parsed.data),
    mail: isMailSent ? { ownerAddress: parsed.data.CATALYST_OWNER_EMAIL ?? null } : null,
    metrics: metricsAddressOf(parsed.data),
    traces: tracesOf(parsed.data),
  };
}
