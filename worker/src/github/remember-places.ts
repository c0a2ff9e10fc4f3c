/** Where an App is installed changes seldom, and is told of where there is a webhook. */
const KEEP_MILLISECONDS = 10 * 60_000;

export interface Remembered<Found> {
  /** What is known of the key, else what is found now; null isn't kept. `isAnew`: what is known doesn't count any more. */
  find(key: string, look: () => Promise<Found | null>, isAnew: boolean): Promise<Found | null>;
  forgetAll(): void;
}

/** Keeps for a while what was found. */
export function rememberPlaces<Found>({ now }: { now: () => number }): Remembered<Found> {
  const known = new Map<string, { found: Found; until: number }>();
  let age = 0;
  return {
    async find(key, look, isAnew) {
      const kept = known.get(key);
      if (kept !== undefined && !isAnew && kept.until > now()) {
        return kept.found;
      }
      known.delete(key);
      const asked = age;
      const found = await look();
      // What was asked for before something changed may be how it was before.
      if (found !== null && asked === age) {
        known.set(key, { found, until: now() + KEEP_MILLISECONDS });
      }
      return found;
    },
    forgetAll() {
      age += 1;
      known.clear();
    },
  };
}
