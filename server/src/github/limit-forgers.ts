import { RateLimiterMemory } from "rate-limiter-flexible";

const MAX_FORGED = 120;
const WINDOW_SECONDS = 60;
const TRUST_SECONDS = 3600;
/** Trust is renewed that often at most. */
const RENEWAL_SECONDS = 60;

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
      const bad = await forged.get(client);
      if (bad === null || bad.consumedPoints < MAX_FORGED || (await signed.get(client)) !== null) {
        return null;
      }
      return Math.max(1, Math.ceil(bad.msBeforeNext / 1000));
    },
    async noteForged(client) {
      await forged.penalty(client);
    },
    async noteSigned(client) {
      const trust = await signed.get(client);
      if (trust === null || trust.msBeforeNext < (TRUST_SECONDS - RENEWAL_SECONDS) * 1000) {
        await signed.set(client, 1, TRUST_SECONDS);
      }
    },
  };
}
