import { setTimeout as sleep } from "node:timers/promises";
import type { EnvironmentProvider } from "@catalyst/core";
import { mirrorPath } from "@catalyst/git";
import { type Database, postgresEnvironmentJobStore } from "@catalyst/postgres";
import { agentFolder, localEnvironmentProvider } from "@catalyst/sandbox";
import type { Logger } from "pino";
import type { WorkerConfig } from "../config.ts";
import { type DescribeDeps, describeEnvironment } from "./describe-environment.ts";
import type { ClusterPlace, EnvironmentPlace } from "./environment-variables.ts";
import { pauseAfterLoss } from "./pause-after-loss.ts";

export interface OpenedEnvironments {
  environments: EnvironmentProvider;
  /** Whether another execution may begin there now. */
  mayBegin(): boolean;
  /** Whether an error says that the place is away, and not what is wrong with a step. */
  isOutage(error: unknown): boolean;
  close(): Promise<void>;
}

/** Where this worker's environments are made. A cluster's client is loaded where there is one alone. */
export async function openEnvironments(
  config: WorkerConfig,
  deps: { db: Database; log: Logger; describe: DescribeDeps },
): Promise<OpenedEnvironments> {
  const { environments: place, home, runnerPath, gatewayFolder } = config;
  if (place.kind === "kubernetes") {
    return await openCluster(place, deps);
  }
  const environments = localEnvironmentProvider({
    ...{ home, runnerPath, gatewayFolder, nodePath: process.execPath, keepsNext: true },
    mirrorFolder: (repoId) => mirrorPath(home, repoId),
    agentFolder: (agentId, version) => (version === null ? null : agentFolder({ home, agentId, version })),
  });
  return { environments, mayBegin: () => true, isOutage: () => false, close: async () => undefined };
}

async function openCluster(
  { cluster, namespace, className, startTimeoutSeconds }: Extract<EnvironmentPlace, { kind: "kubernetes" }>,
  { db, log, describe }: { db: Database; log: Logger; describe: DescribeDeps },
): Promise<OpenedEnvironments> {
  const { ClusterFault, connectCluster, kubernetesEnvironmentProvider } = await import("@catalyst/kubernetes");
  const connection = connectCluster(await accessTo(cluster));
  const provider = kubernetesEnvironmentProvider({
    ...{ connection, namespace, jobs: postgresEnvironmentJobStore(db) },
    describe: (request) => describeEnvironment(request, describe),
    wishes: { className, startTimeoutSeconds },
    onFault: (fault) => log.warn({ reason: fault.message }, "following environments failed, and is tried again"),
  });
  const closing = new AbortController();
  const { environments, mayBegin } = pauseAfterLoss({
    ...{ environments: provider, checkLike: provider.checkLike, signal: closing.signal },
    now: () => performance.now(),
    wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
    onPause: (reason) =>
      log.error({ reason }, "the cluster isolates no environments: nothing is begun there until one was tried that is"),
    onResume: () => log.info("executions are begun on the cluster again"),
  });
  return {
    ...{ environments, mayBegin },
    isOutage: (error) => error instanceof ClusterFault && error.kind !== "invalid" && error.kind !== "forbidden",
    async close() {
      closing.abort();
      await provider.close();
      await connection.close();
    },
  };
}

async function accessTo(cluster: ClusterPlace) {
  const { accessFromKubeconfig, accessFromPod } = await import("@catalyst/kubernetes");
  return cluster.kind === "pod" ? await accessFromPod(cluster) : await accessFromKubeconfig(cluster.path);
}
