import type { ClusterConnection } from "../client/connect-cluster.ts";
import { followResource } from "../client/follow-resource.ts";
import { resourceCache } from "../client/resource-cache.ts";
import { type ResourceKind, resourcePath } from "../client/resource-path.ts";
import { FIELD_MANAGERS, GROUP, LABELS, PLURAL, VERSION } from "../resource/names.ts";
import { bindPods } from "./bind-pods.ts";
import type { EnvironmentJobs } from "./environment-jobs.ts";
import { type KnownEnvironment, readEnvironment } from "./known-environment.ts";

export const ENVIRONMENTS: ResourceKind = { group: GROUP, version: VERSION, plural: PLURAL };
/** Those that a worker made. */
export const OF_WORKERS = { labelSelector: `${LABELS.managedBy}=worker` };
export const WRITING = { fieldManager: FIELD_MANAGERS.worker };

export interface FollowedEnvironments {
  /** null: nothing was told of it. */
  get(name: string): KnownEnvironment | null;
  note(environment: KnownEnvironment): void;
  /** Resolves with the next change of it that is told after the call, or with the signal. */
  nextChange(name: string, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface FollowingEnvironments {
  connection: ClusterConnection;
  namespace: string;
  jobs: Pick<EnvironmentJobs, "bind">;
  onFault?: (fault: Error) => void;
}

/** Follows the Environments of a namespace until `close`, and binds their pods. */
export function followEnvironments(options: FollowingEnvironments): FollowedEnvironments {
  const { connection, namespace, jobs, onFault = () => undefined } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const cache = resourceCache(readEnvironment);
  const binding = bindPods({ jobs, signal, onFault });
  cache.onChange(({ object, former }) => {
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
    async nextChange(name, until) {
      if (until.aborted) {
        return;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      const stopListening = cache.onChange(({ key }) => {
        if (key === `${namespace}/${name}`) {
          resolve();
        }
      });
      const onEnd = () => resolve();
      until.addEventListener("abort", onEnd, { once: true });
      await promise;
      stopListening();
      until.removeEventListener("abort", onEnd);
    },
    async close() {
      closing.abort();
      await following;
    },
  };
}
