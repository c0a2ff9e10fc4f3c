import type { ProjectSecretStore } from "../../../credential/project-secret.ts";
import type { Memory } from "../memory.ts";

export function memoryProjectSecretStore(memory: Memory): ProjectSecretStore {
  const keyOf = ({ repoId, name }: { repoId: string; name: string }) => `${repoId}/${name}`;
  const listOf = (repoId: string) =>
    [...memory.secrets.values()].filter((one) => one.repoId === repoId).sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    async put(secret, check) {
      check(listOf(secret.repoId));
      memory.secrets.set(keyOf(secret), secret);
    },
    list: async (repoId) => listOf(repoId),
    delete: async (repoId, name) => memory.secrets.delete(keyOf({ repoId, name })),
    listAll: async () => [...memory.secrets.values()],
    async replaceSealed(before, after) {
      const isThere = memory.secrets.get(keyOf(before))?.wrappedDataKey === before.wrappedDataKey;
      if (isThere) {
        memory.secrets.set(keyOf(after), after);
      }
      return isThere;
    },
  };
}
