import { checkCount } from "../../../account/count-limit.ts";
import type { ApiKeyStore } from "../../../account/keys/api-key-store.ts";
import { CatalystError } from "../../../catalyst-error.ts";
import type { Memory } from "../memory.ts";

export function memoryApiKeyStore(memory: Memory): ApiKeyStore {
  const keysOf = (userId: string) =>
    [...memory.apiKeys.values()].map(({ key }) => key).filter((key) => key.userId === userId);
  return {
    async insert(key, hash, limit) {
      checkCount(keysOf(key.userId).length, limit);
      if (keysOf(key.userId).some(({ name }) => name === key.name)) {
        throw new CatalystError("conflict", `There is a key ${key.name} already.`);
      }
      memory.apiKeys.set(key.id, { key, hash: hash.toString("hex") });
    },
    list: async (userId) => keysOf(userId).reverse(),
    async end({ id, userId }) {
      return memory.apiKeys.get(id)?.key.userId === userId && memory.apiKeys.delete(id);
    },
    async findByHash(hash) {
      const found = [...memory.apiKeys.values()].find((one) => one.hash === hash.toString("hex"))?.key ?? null;
      const hasExpired = found?.expiresAt != null && found.expiresAt <= memory.now();
      return hasExpired ? null : found;
    },
    async markUsed(id) {
      const found = memory.apiKeys.get(id);
      if (found !== undefined) {
        memory.apiKeys.set(id, { ...found, key: { ...found.key, lastUsedAt: memory.now() } });
      }
    },
  };
}
