import { type EnvironmentProvider, EnvironmentRequest, type EnvironmentStatus } from "../../environment/environment.ts";
import { isSameStatus } from "../../environment/is-same-status.ts";

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
  const tell = () => {
    const told = [...watching];
    watching.clear();
    for (const look of told) {
      look();
    }
  };
  const environments: MemoryEnvironments = {
    kind: "local",
    requests: [],
    onEnsure: { kind: "running", facts: [] },
    set(executionId, status) {
      statuses.set(executionId, status);
      tell();
    },
    prepare: async () => undefined,
    async ensure(input) {
      const request = EnvironmentRequest.parse(input);
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
      for (;;) {
        // What happens while we look counts, too.
        const happened = new Promise<void>((resolve) => {
          watching.add(resolve);
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
        if (signal.aborted || !isSameStatus(await environments.observe(executionId), known)) {
          return;
        }
        await happened;
      }
    },
    async destroy(executionId) {
      statuses.delete(executionId);
      tell();
    },
    list: async () => [...statuses.keys()],
  };
  return environments;
}
