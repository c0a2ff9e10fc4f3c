import type { EnvironmentProvider, EnvironmentRequest, EnvironmentStatus } from "../environment/environment.ts";

/** Environments in memory: the test says how each ends. */
export interface MemoryEnvironments extends EnvironmentProvider {
  requests: EnvironmentRequest[];
  set(executionId: string, status: EnvironmentStatus): void;
  /** What `ensure` answers with. */
  onEnsure: EnvironmentStatus;
}

export function memoryEnvironments(): MemoryEnvironments {
  const statuses = new Map<string, EnvironmentStatus>();
  const environments: MemoryEnvironments = {
    kind: "local",
    requests: [],
    onEnsure: { kind: "running", facts: [] },
    set: (executionId, status) => void statuses.set(executionId, status),
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
    destroy: async (executionId) => void statuses.delete(executionId),
    list: async () => [...statuses.keys()],
  };
  return environments;
}
