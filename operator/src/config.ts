import { CatalystError, type MetricsAddress, MetricsVariables, metricsAddressOf } from "@catalyst/core/apart/cluster";
import { z } from "zod";
import { OperatorSettings } from "./settings/operator-settings.ts";

const AbsolutePath = z.string().startsWith("/", "must be an absolute path");

const Environment = MetricsVariables.extend({
  CATALYST_OPERATOR_SETTINGS: AbsolutePath,
  /** Where Environments are heeded: the namespace that the operator is in. */
  CATALYST_HOME_NAMESPACE: z.string().regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "must be a namespace's name"),
  /** What the lease says of who holds it: its pod's name. */
  CATALYST_OPERATOR_NAME: z.string().min(1).max(253),
  KUBERNETES_SERVICE_HOST: z.string().min(1).optional(),
  KUBERNETES_SERVICE_PORT: z.string().min(1).default("443"),
  /** Outside of the cluster: who one is there. */
  CATALYST_KUBECONFIG: AbsolutePath.optional(),
});

export interface OperatorConfig {
  home: string;
  identity: string;
  /** The API server: as a pod is told of it, or as a kubeconfig says. */
  cluster: { kind: "pod"; host: string; port: string } | { kind: "kubeconfig"; path: string };
  settingsPath: string;
  /** Where it tells its metrics and its health; null: nowhere. */
  metrics: MetricsAddress | null;
}

/** Throws `invalid_configuration` naming every wrong setting at once. */
export function readConfig(env: NodeJS.ProcessEnv): OperatorConfig {
  const parsed = Environment.safeParse(env);
  const problems = parsed.success
    ? wantsCluster(parsed.data)
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  if (!parsed.success || problems.length > 0) {
    throw new CatalystError(
      "invalid_configuration",
      `Starting the operator failed: ${problems.join("; ")}. Mend these variables.`,
    );
  }
  const { data } = parsed;
  const { CATALYST_KUBECONFIG: path, KUBERNETES_SERVICE_HOST: host = "", KUBERNETES_SERVICE_PORT: port } = data;
  return {
    home: data.CATALYST_HOME_NAMESPACE,
    identity: data.CATALYST_OPERATOR_NAME,
    cluster: path === undefined ? { kind: "pod", host, port } : { kind: "kubeconfig", path },
    settingsPath: data.CATALYST_OPERATOR_SETTINGS,
    metrics: metricsAddressOf(data),
  };
}

function wantsCluster({ CATALYST_KUBECONFIG: path, KUBERNETES_SERVICE_HOST: host }: z.infer<typeof Environment>) {
  return path === undefined && host === undefined
    ? ["CATALYST_KUBECONFIG must be said outside of a cluster, where KUBERNETES_SERVICE_HOST isn't"]
    : [];
}

/** Throws `invalid_configuration` naming every wrong word of the file. */
export function readSettings(text: string, path: string): OperatorSettings {
  const parsed = OperatorSettings.safeParse(parseJson(text));
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`.trim());
  throw new CatalystError("invalid_configuration", `Reading ${path} failed: ${problems.join("; ")}.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
