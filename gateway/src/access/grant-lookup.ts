import { type Grant, type GrantStore, hashToken } from "@catalyst/core";

const MAX_ENTRIES = 2000;

export interface GrantLookup {
  /** The live grant of a token, as the store knew it at most the cache time ago. Throws when the store can't be asked. */
  find(token: string): Promise<Grant | null>;
  /** Asks the store now. */
  findFresh(token: string): Promise<Grant | null>;
}

interface Entry {
  grant: Promise<Grant | null>;
  askedAt: number;
}

/** Caches what the store says for a short time; an answer that failed is not kept. */
export function createGrantLookup(deps: {
  grants: Pick<GrantStore, "findLive">;
  cacheSeconds: number;
  now(): Date;
}): GrantLookup {
  const entries = new Map<string, Entry>();
  const ask = (tokenHash: string): Promise<Grant | null> => {
    entries.delete(tokenHash);
    const entry = { grant: deps.grants.findLive(tokenHash), askedAt: deps.now().getTime() };
    entries.set(tokenHash, entry);
    entry.grant.catch(() => entries.delete(tokenHash));
    dropOldest(entries);
    return entry.grant;
  };
  return {
    async find(token) {
      const tokenHash = hashToken(token);
      const entry = entries.get(tokenHash);
      const age = entry === undefined ? Number.POSITIVE_INFINITY : deps.now().getTime() - entry.askedAt;
      const isFresh = age >= 0 && age < deps.cacheSeconds * 1000;
      return unexpired(await (entry !== undefined && isFresh ? entry.grant : ask(tokenHash)), deps.now());
    },
    async findFresh(token) {
      return unexpired(await ask(hashToken(token)), deps.now());
    },
  };
}

function unexpired(grant: Grant | null, now: Date): Grant | null {
  return grant !== null && grant.endedAt === null && grant.expiresAt > now ? grant : null;
}

function dropOldest(entries: Map<string, Entry>): void {
  const oldest = entries.keys().next();
  if (entries.size > MAX_ENTRIES && !oldest.done) {
    entries.delete(oldest.value);
  }
}
