import { RateLimiterMemory } from "rate-limiter-flexible";

const MAX_FORGED = 120;
const WINDOW_SECONDS = 60;
const TRUST_SECONDS = 3600;

/** Who sends what nobody signed, over and over. */
export interface ForgerLimit {
  /** Seconds until they may try again; null: now. */
  secondsShutOut(client: string): Promise<number | null>;
  noteForged(client: string): Promise<void>;
  noteSigned(client: string): Promise<void>;
}

/**
 * Shuts out a client that sent much that nobody signed within a minute, unless it sent something signed within the hour: behind one
 * address, as a proxy's, there may be GitHub and a forger.
 */
export function limitForgers(): ForgerLimit {
  const forged = new RateLimiterMemory({ points: MAX_FORGED, duration: WINDOW_SECONDS });
  const signed = new RateLimiterMemory({ points: 1, duration: TRUST_SECONDS });
  return {
    async secondsShutOut(client) {
      const [bad, good] = [await forged.get(client), await signed.get(client)];
      const isShutOut = bad !== null && bad.consumedPoints >= MAX_FORGED && good === null;
      return isShutOut ? Math.max(1, Math.ceil(bad.msBeforeNext / 1000)) : null;
    },
    async noteForged(client) {
      await forged.penalty(client);
    },
    async noteSigned(client) {
      await signed.set(client, 1, TRUST_SECONDS);
    },
  };
}
