/** Allows `perSecond` units a second on average and `burst` at once. */
export interface TokenBucket {
  /** 0: taken. Otherwise nothing is taken, and it is the time in seconds until that many will be there. */
  take(units: number): number;
}

export function createTokenBucket(
  limit: { perSecond: number; burst: number },
  nowMilliseconds: () => number,
): TokenBucket {
  let available = limit.burst;
  let filledAt = nowMilliseconds();
  return {
    take(units) {
      const now = nowMilliseconds();
      available = Math.min(limit.burst, available + (Math.max(0, now - filledAt) / 1000) * limit.perSecond);
      filledAt = now;
      // More than a full bucket is let through when it is full: otherwise it would never be.
      const needed = Math.min(units, limit.burst);
      if (available >= needed) {
        available -= units;
        return 0;
      }
      return (needed - available) / limit.perSecond;
    },
  };
}
