import type { GrantLookup } from "./grant-lookup.ts";

export interface WatchGrantOptions {
  token: string;
  checkSeconds: number;
  /** How long the grant is taken for alive while the store can't be asked. */
  outageSeconds: number;
  /** Called once, when the grant is dead. */
  onDead: () => void;
}

/** Looks at the grant of an open request again and again. Returns how to stop. */
export function watchGrant(lookup: GrantLookup, options: WatchGrantOptions): () => void {
  let lastSeenAlive = Date.now();
  const check = async (): Promise<boolean> => {
    try {
      const isAlive = (await lookup.find(options.token)) !== null;
      lastSeenAlive = isAlive ? Date.now() : lastSeenAlive;
      return isAlive;
    } catch {
      return Date.now() - lastSeenAlive < options.outageSeconds * 1000;
    }
  };
  const timer = setInterval(async () => {
    if (!(await check())) {
      clearInterval(timer);
      options.onDead();
    }
  }, options.checkSeconds * 1000);
  return () => clearInterval(timer);
}
