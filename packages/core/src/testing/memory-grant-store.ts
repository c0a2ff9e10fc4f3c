import { CatalystError } from "../catalyst-error.ts";
import type { GrantStore } from "../execution/grant.ts";
import type { Memory } from "./memory.ts";

export function memoryGrantStore(memory: Memory): GrantStore {
  const watchers = new Set<() => void>();
  return {
    async issue(grant, epoch) {
      if (memory.executions.get(grant.executionId)?.epoch !== epoch) {
        throw new CatalystError(
          "lease_lost",
          `Writing execution ${grant.executionId} was refused: another worker has taken it over, or it has ended.`,
        );
      }
      memory.grants = memory.grants.map((old) =>
        old.executionId === grant.executionId && old.stageNumber === grant.stageNumber && old.holder === grant.holder
          ? { ...old, endedAt: old.endedAt ?? memory.now() }
          : old,
      );
      memory.grants.push({ ...grant, endedAt: null });
      for (const onChange of watchers) {
        onChange();
      }
    },
    async endEarlier({ executionId, stageNumber }) {
      memory.grants = memory.grants.map((grant) =>
        grant.executionId === executionId && grant.stageNumber < stageNumber
          ? { ...grant, endedAt: grant.endedAt ?? memory.now() }
          : grant,
      );
    },
    findLive: async (tokenHash) =>
      memory.grants.find(
        (grant) => grant.tokenHash === tokenHash && grant.endedAt === null && grant.expiresAt > memory.now(),
      ) ?? null,
    listExecutions: async () => [
      ...new Set(
        memory.grants
          .filter(({ endedAt, expiresAt }) => endedAt === null && expiresAt > memory.now())
          .map(({ executionId }) => executionId),
      ),
    ],
    async watch(onChange) {
      watchers.add(onChange);
      return async () => void watchers.delete(onChange);
    },
  };
}
