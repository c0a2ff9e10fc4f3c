import type { EnvironmentProvider, EnvironmentRequest, EnvironmentStatus } from "../environment/environment.ts";
import { isSameStatus } from "../environment/is-same-status.ts";

/** Environments in memory: the test says how each ends. */
export interface MemoryEnvironments extends EnvironmentProvider {
  requests: EnvironmentRequest[];
  set(executionId: string, status: EnvironmentStatus): void;
  /** What `ensure` answers with. */
  onEnsure: EnvironmentStatus;
}

export function memoryEnvironments(): MemoryEnvironments {
  const statuses = new Map<string, EnvironmentStatus>();
  const watching = new Set<() => void>();
  const environments: MemoryEnvironments = {
    kind: "local",
    requests: [],
    onEnsure: { kind: "running", facts: [] },
    set(executionId, status) {
      statuses.set(executionId, status);
      watching.forEach((look) => {
        look();
      });
      watching.clear();
    },
    prepare: async () => undefined,
    async ensure(request) {
      const found = statuses.get(request.executionId);
      if (found !== undefined) {
        return found;
      }
      environments.requests.push(request);
      statuses.set(request.executionId, environments.onEnsure);
      return environments.onEnsure;
    },
    observe: async (executionId) => statuses.get(executionId) ?? { kind: "absent" },
    async watch(executionId, known, signal) {
      while (!signal.aborted && isSameStatus(await environments.observe(executionId), known)) {
        await new Promise<void>((resolve) => {
          watching.add(resolve);
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
      }
    },
    destroy: async (executionId) => void statuses.delete(executionId),
    list: async () => [...statuses.keys()],
  };
  return environments;
}
