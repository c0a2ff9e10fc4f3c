import type { AgentCredential } from "../../../credential/credential.ts";
import type { SubscriptionStore } from "../../../credential/subscription/subscription-store.ts";
import type { Memory } from "../memory.ts";

/** One process's only: its lock is a queue. */
export function memorySubscriptionStore(memory: Memory): SubscriptionStore {
  const last = new Map<string, Promise<unknown>>();
  const change = (id: string, fields: Partial<AgentCredential>) => {
    const credential = memory.credentials.get(id);
    if (credential !== undefined) {
      memory.credentials.set(id, { ...credential, ...fields });
    }
  };
  return {
    withRefreshLock(id, work) {
      const run = (last.get(id) ?? Promise.resolve()).then(work);
      last.set(
        id,
        run.catch(() => undefined),
      );
      return run;
    },
    async beginRefresh(id, { minAgeSeconds }) {
      const { refreshBeganAt, refreshedAt } = memory.credentials.get(id) ?? {};
      if (refreshBeganAt != null) {
        return "unknown";
      }
      if (refreshedAt != null && memory.now().getTime() - refreshedAt.getTime() < minAgeSeconds * 1000) {
        return "too_soon";
      }
      change(id, { refreshBeganAt: memory.now() });
      return "begun";
    },
    undoRefresh: async (id) => change(id, { refreshBeganAt: null }),
    requireSignIn: async (id, signInNeeded) => change(id, { signInNeeded, refreshBeganAt: null }),
    noteLimit: async (id, limit) => change(id, { limit }),
  };
}
