import type { Actor } from "../actor.ts";
import type { ApiKey } from "./api-key.ts";
import type { ApiKeyStore } from "./api-key-store.ts";
import { hashKeyToken, isKeyToken } from "./key-token.ts";

const USE_NOTED_MILLISECONDS = 60_000;

export interface AdmittedKey {
  actor: Extract<Actor, { kind: "api_key" }>;
  key: ApiKey;
}

/** Who asks with this key; null: it is none, or has ended. */
export async function admitKey(
  token: string,
  { keys, now }: { keys: Pick<ApiKeyStore, "findByHash" | "markUsed">; now(): Date },
): Promise<AdmittedKey | null> {
  const key = isKeyToken(token) ? await keys.findByHash(hashKeyToken(token)) : null;
  if (key === null) {
    return null;
  }
  const { id: keyId, userId, role, within, lastUsedAt } = key;
  if (lastUsedAt === null || now().getTime() - lastUsedAt.getTime() >= USE_NOTED_MILLISECONDS) {
    await keys.markUsed(keyId);
  }
  return { actor: { kind: "api_key", userId, keyId, role, within }, key };
}
