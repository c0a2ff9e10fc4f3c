import { CatalystError, type CredentialStore, type ProjectSecretStore } from "@catalyst/core";
import { type KeyRing, type OpeningKeys, rewrapCredential, rewrapProjectSecret } from "@catalyst/core/opening";
import { listSealers } from "@catalyst/machine";

/** Rows that can't be opened may be many, and none of them is anybody's any more. */
const MAX_PROBLEMS = 10;

export interface SealedStores {
  credentials: Pick<CredentialStore, "listAll" | "replaceSealed">;
  secrets: Pick<ProjectSecretStore, "listAll" | "replaceSealed">;
}

/** How many were wrapped, and why others couldn't be; what was changed meanwhile is neither. */
export interface WrappedAnew {
  count: number;
  problems: string[];
}

/** Wraps what is sealed to older keys of the ring for its primary. What doesn't open stays as it is. */
export async function wrapAnew(
  { home, ring }: { home: string; ring: KeyRing },
  { credentials, secrets }: SealedStores,
): Promise<WrappedAnew> {
  const keys = { ring, sealers: await listSealers(home) };
  const parts = [
    await wrapStale(credentials, rewrapCredential, keys),
    await wrapStale(secrets, rewrapProjectSecret, keys),
  ];
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    problems: parts.flatMap(({ problems }) => problems).slice(0, MAX_PROBLEMS),
  };
}

async function wrapStale<Sealed extends { recipientKeyId: string }>(
  store: { listAll(): Promise<Sealed[]>; replaceSealed(before: Sealed, after: Sealed): Promise<boolean> },
  rewrap: (sealed: Sealed, keys: OpeningKeys) => Sealed,
  keys: OpeningKeys,
): Promise<WrappedAnew> {
  const { id } = keys.ring.primary.publicKey;
  const wrapped: WrappedAnew = { count: 0, problems: [] };
  for (const sealed of await store.listAll()) {
    if (sealed.recipientKeyId !== id) {
      try {
        wrapped.count += (await store.replaceSealed(sealed, rewrap(sealed, keys))) ? 1 : 0;
      } catch (error) {
        if (!(error instanceof CatalystError)) {
          throw error;
        }
        wrapped.problems.push(error.message);
      }
    }
  }
  return wrapped;
}
