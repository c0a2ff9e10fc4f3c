import type { ClusterConnection } from "../client/connect-cluster.ts";
import { followResource } from "../client/follow-resource.ts";
import { resourceCache } from "../client/resource-cache.ts";
import { type ResourceKind, resourcePath } from "../client/resource-path.ts";
import { environmentName, FIELD_MANAGERS, GROUP, LABELS, PLURAL, VERSION } from "../resource/names.ts";
import { bindPods } from "./bind-pods.ts";
import type { EnvironmentJobs } from "./environment-jobs.ts";
import { followTrips } from "./follow-trips.ts";
import { type KnownEnvironment, readEnvironment } from "./known-environment.ts";

export const ENVIRONMENTS: ResourceKind = { group: GROUP, version: VERSION, plural: PLURAL };
/** Those that a worker made. */
export const OF_WORKERS = { labelSelector: `${LABELS.managedBy}=worker` };
export const WRITING = { fieldManager: FIELD_MANAGERS.worker };

export interface FollowedEnvironments {
  /** null: nothing was told of it. */
  get(name: string): KnownEnvironment | null;
  note(environment: KnownEnvironment): void;
  /** Why an execution's environment isn't isolated any more, as far as it was told; null: it is. */
  tripOf(executionId: string): string | null;
  /** Resolves with the next change of it that is told after the call, or with the signal. A trip is one. */
  nextChange(name: string, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface FollowingEnvironments {
  connection: ClusterConnection;
  namespace: string;
  jobs: Pick<EnvironmentJobs, "bind" | "watch" | "listTrips">;
  onFault?: (fault: Error) => void;
}

/** Follows the Environments of a namespace until `close`, and which of them aren't isolated any more, and binds their pods. */
export function followEnvironments(options: FollowingEnvironments): FollowedEnvironments {
  const { connection, namespace, jobs, onFault = () => undefined } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const cache = resourceCache(readEnvironment);
  const binding = bindPods({ jobs, signal, onFault });
  const listeners = new Set<(name: string) => void>();
  const tell = (name: string) => {
    for (const listener of listeners) {
      listener(name);
    }
  };
  const trips = followTrips({
    ...{ jobs, signal, onFault },
    onTrip: (executionId) => tell(environmentName(executionId)),
  });
  cache.onChange(({ object, former }) => {
    tell((object ?? former)?.metadata.name ?? "");
    if (object !== null) {
      binding.look(object);
    } else if (former !== null) {
      binding.forget(former);
    }
  });
  const path = resourcePath({ resource: ENVIRONMENTS, namespace, name: null });
  const following = followResource({ connection, path, query: OF_WORKERS, signal, onFault }, cache);
  return {
    get: (name) => cache.get(`${namespace}/${name}`),
    note: cache.note,
    tripOf: trips.tripOf,
    async nextChange(name, until) {
      if (until.aborted) {
        return;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      const listener = (changed: string) => (changed === name ? resolve() : undefined);
      listeners.add(listener);
      const onEnd = () => resolve();
      until.addEventListener("abort", onEnd, { once: true });
      await promise;
      listeners.delete(listener);
      until.removeEventListener("abort", onEnd);
    },
    async close() {
      closing.abort();
      await Promise.all([following, trips.close()]);
    },
  };
}
