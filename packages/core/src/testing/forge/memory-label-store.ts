import type { LabelStore } from "../../trigger/hear/label-store.ts";

/** Labels in memory. */
export function memoryLabelStore(): LabelStore {
  const names = new Map<string, string>();
  const keyOf = ({ repoId, labelId }: { repoId: string; labelId: string }) => `${repoId} ${labelId}`;
  return {
    findFirstName: async (label) => names.get(keyOf(label)) ?? null,
    async noteFirstName(label, name) {
      names.set(keyOf(label), names.get(keyOf(label)) ?? name);
    },
    hasAny: async (repoId) => [...names.keys()].some((key) => key.startsWith(`${repoId} `)),
  };
}
