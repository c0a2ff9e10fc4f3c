import {
  CatalystError,
  type EnvironmentProvider,
  EnvironmentRequest,
  type EnvironmentStatus,
  isSameStatus,
  type StageJob,
  setupArchiveKey,
} from "@catalyst/core/apart/cluster";
import { z } from "zod";
import { ClusterFault } from "../client/cluster-fault.ts";
import { AnyObject } from "../client/cluster-object.ts";
import type { ClusterConnection } from "../client/connect-cluster.ts";
import { listObjects } from "../client/list-objects.ts";
import { resourcePath } from "../client/resource-path.ts";
import { createObject, deleteObject, readOne } from "../client/write-objects.ts";
import { environmentName } from "../resource/names.ts";
import { type IsolationCheck, isolationCheckLike } from "./check-isolation.ts";
import type { EnvironmentJobs } from "./environment-jobs.ts";
import {
  ENVIRONMENTS,
  type FollowedEnvironments,
  followEnvironments,
  OF_WORKERS,
  WRITING,
} from "./follow-environments.ts";
import { type KnownEnvironment, readEnvironment } from "./known-environment.ts";
import { isFinished, NOTHING_BESIDE, readStatus } from "./read-status.ts";
import { type EnvironmentSubject, type EnvironmentWishes, writeEnvironment } from "./write-environment.ts";

/** A pod's own time to end, the operator's patience with a node that doesn't answer, and another operator's standing in. */
const DESTROY_MILLISECONDS = 95_000;
/** What a watch may have missed is looked for that often. */
const LOOK_MILLISECONDS = 5000;
const ExecutionId = z.uuid();

export interface KubernetesEnvironmentOptions {
  connection: ClusterConnection;
  /** Where Environments are made; the operator heeds those of its home alone. */
  namespace: string;
  jobs: EnvironmentJobs;
  describe: (request: EnvironmentRequest) => Promise<EnvironmentSubject>;
  wishes: EnvironmentWishes;
  /** What went wrong and is tried again. */
  onFault?: (fault: Error) => void;
  /** How long an end may take. */
  destroyMilliseconds?: number;
}

export interface KubernetesEnvironmentProvider extends EnvironmentProvider {
  /** How to try whether environments like this execution's are isolated now; null: it has none. */
  checkLike(executionId: string): Promise<((signal: AbortSignal) => Promise<IsolationCheck>) | null>;
  /** Ends the watching, and nothing else. */
  close(): Promise<void>;
}

/** Environments as resources of a cluster, of which its operator makes pods. They outlive the process that asked for them. */
export function kubernetesEnvironmentProvider(options: KubernetesEnvironmentOptions): KubernetesEnvironmentProvider {
  const followed = followEnvironments(options);
  const cluster: Cluster = { ...options, followed };
  return {
    kind: "kubernetes",
    // A pod is nothing before its stages are known.
    prepare: async () => undefined,
    ensure: async (input) => ensure(EnvironmentRequest.parse(input), cluster),
    observe: (executionId) => observe(executionId, cluster),
    watch: (executionId, known, signal) => watch({ executionId, known, signal }, cluster),
    destroy: (executionId) => destroy(executionId, cluster),
    list: () => list(cluster),
    async checkLike(executionId) {
      const object = await readOne(cluster.connection, placeOf(executionId, cluster));
      return object === null ? null : isolationCheckLike(object, cluster);
    },
    close: followed.close,
  };
}

interface Cluster extends KubernetesEnvironmentOptions {
  followed: FollowedEnvironments;
}

function placeOf(executionId: string, { namespace }: Cluster) {
  return { resource: ENVIRONMENTS, namespace, name: environmentName(ExecutionId.parse(executionId)) };
}

async function ensure(request: EnvironmentRequest, cluster: Cluster): Promise<EnvironmentStatus> {
  const { connection, jobs, wishes, describe, followed } = cluster;
  const { executionId } = request;
  const found = await look(executionId, cluster);
  if (found.kind !== "absent") {
    return found;
  }
  const object = writeEnvironment(request, await describe(request), wishes);
  // Before there is anything that could ask for them.
  await jobs.keep(executionId, jobsOf(request, wishes));
  try {
    const made = await createObject(connection, { place: placeOf(executionId, cluster), object, writing: WRITING });
    const environment = readEnvironment(AnyObject.parse(made));
    if (environment !== null) {
      followed.note(environment);
    }
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal !== null) {
      return refusal;
    }
  }
  return observe(executionId, cluster);
}

/** A setup's result is kept by the gateway, where its own runner brings it: nobody else sees the pod's files. */
function jobsOf({ stages, setupCache }: EnvironmentRequest, { className }: EnvironmentWishes): StageJob[] {
  return stages.map(({ job }) => {
    const isKept = setupCache !== null && job.stage === "setup";
    return isKept ? { ...job, hooks: { ...job.hooks, setupKey: setupArchiveKey(setupCache.key, className) } } : job;
  });
}

/** What the API server will refuse however often it is asked; null: it is there already. Throws everything else. */
function refusalOf(cause: unknown): EnvironmentStatus | null {
  if (!(cause instanceof ClusterFault)) {
    throw cause;
  }
  switch (cause.kind) {
    case "exists":
      return null;
    case "quota":
    case "forbidden":
    case "invalid": {
      const code = cause.kind === "quota" ? "quota" : "admission";
      return { kind: "refused", code, reason: `The cluster refused the environment: ${cause.message}`, facts: [] };
    }
    default:
      throw cause;
  }
}

async function observe(executionId: string, cluster: Cluster): Promise<EnvironmentStatus> {
  const known = cluster.followed.get(placeOf(executionId, cluster).name);
  // What wasn't told of need not be absent: another one may have made it just now.
  return known === null ? look(executionId, cluster) : tell(known, cluster);
}

/** By the API server's own word. */
async function look(executionId: string, cluster: Cluster): Promise<EnvironmentStatus> {
  const place = placeOf(executionId, cluster);
  const object = await readOne(cluster.connection, place);
  if (object === null) {
    return { kind: "absent" };
  }
  const environment = readEnvironment(object);
  if (environment?.executionId !== executionId) {
    const reason = `In the namespace ${place.namespace} the name ${place.name} is somebody else's.`;
    return { kind: "refused", code: "admission", reason, facts: [] };
  }
  cluster.followed.note(environment);
  return tell(environment, cluster);
}

async function tell(environment: KnownEnvironment, cluster: Cluster): Promise<EnvironmentStatus> {
  const { jobs, followed, connection } = cluster;
  const { executionId } = environment;
  const now = connection.now();
  if (!isFinished(environment) && followed.tripOf(executionId) === null) {
    return readStatus(environment, NOTHING_BESIDE, now);
  }
  const beside = { ends: await jobs.listEnds(executionId), trip: await jobs.findTrip(executionId) };
  return readStatus(environment, beside, now);
}

interface Watched {
  executionId: string;
  known: EnvironmentStatus;
  signal: AbortSignal;
}

async function watch({ executionId, known, signal }: Watched, cluster: Cluster): Promise<void> {
  const { name } = placeOf(executionId, cluster);
  while (!signal.aborted) {
    const looking = new AbortController();
    // What happens while we look counts, too.
    // That nobody heeds it no change tells.
    const late = known.kind === "starting" ? [AbortSignal.timeout(LOOK_MILLISECONDS)] : [];
    const change = cluster.followed.nextChange(name, AbortSignal.any([signal, looking.signal, ...late]));
    try {
      if (!isSameStatus(await observe(executionId, cluster), known)) {
        return;
      }
      await change;
    } finally {
      looking.abort();
    }
  }
}

async function destroy(executionId: string, cluster: Cluster): Promise<void> {
  const { connection, followed, jobs, destroyMilliseconds = DESTROY_MILLISECONDS } = cluster;
  const place = placeOf(executionId, cluster);
  const late = AbortSignal.timeout(destroyMilliseconds);
  for (let wasGone = false; ; ) {
    const soon = AbortSignal.any([late, AbortSignal.timeout(LOOK_MILLISECONDS)]);
    const change = followed.nextChange(place.name, soon);
    await deleteObject(connection, { place });
    const isGone = (await look(executionId, cluster)).kind === "absent";
    // Whoever asks next is to be told so, too; a watch that tells nothing isn't waited for.
    if (isGone && (wasGone || followed.get(place.name) === null)) {
      break;
    }
    wasGone = isGone;
    await change;
    if (late.aborted) {
      throw lateEnd(place.name, destroyMilliseconds);
    }
  }
  await jobs.forget(executionId);
}

function lateEnd(name: string, milliseconds: number): CatalystError {
  const what = `Ending the environment ${name} failed: it is still in the cluster after ${milliseconds / 1000} s.`;
  return new CatalystError("unavailable", `${what} Its operator may not be running.`);
}

/** By the API server's own word, for who sweeps away what is listed. */
async function list(cluster: Cluster): Promise<string[]> {
  const path = resourcePath({ resource: ENVIRONMENTS, namespace: cluster.namespace, name: null });
  const { objects } = await listObjects({ connection: cluster.connection, path, query: OF_WORKERS });
  return objects.flatMap((object) => readEnvironment(object)?.executionId ?? []);
}
