import { ADDRESS_KEPT_FACT } from "@catalyst/core/apart/cluster";
import type { EnvironmentJobs } from "./environment-jobs.ts";
import type { KnownEnvironment } from "./known-environment.ts";

const AGAIN_MILLISECONDS = 1000;

export interface Binding {
  jobs: Pick<EnvironmentJobs, "bind">;
  signal: AbortSignal;
  onFault: (fault: Error) => void;
}

/** Lets the pod of each Environment ask for its jobs, once its isolation is proven; tried until it is so. Call it with each that is told of. */
export function bindPods({ jobs, signal, onFault }: Binding) {
  const bound = new Map<string, string>();
  const bind = async (environment: KnownEnvironment): Promise<void> => {
    const { executionId, status, metadata } = environment;
    const isolated = status?.conditions?.find(({ type }) => type === "Isolated");
    const pod = status?.pod;
    const key = metadata.name;
    if (signal.aborted || pod === undefined || isolated?.status !== "True" || bound.get(key) === pod.uid) {
      return;
    }
    bound.set(key, pod.uid);
    // Elsewhere all pods seem to come from one address, and none may be told by it.
    const address = status?.facts?.includes(ADDRESS_KEPT_FACT) ? (pod.ip ?? null) : null;
    const isolatedAt = new Date(isolated.lastTransitionTime);
    try {
      await jobs.bind({ executionId, podUid: pod.uid, address, isolatedAt });
    } catch (cause) {
      onFault(cause as Error);
      bound.delete(key);
      setTimeout(() => void bind(environment), AGAIN_MILLISECONDS).unref();
    }
  };
  return {
    look: (environment: KnownEnvironment) => void bind(environment),
    forget: ({ metadata }: KnownEnvironment) => void bound.delete(metadata.name),
  };
}
