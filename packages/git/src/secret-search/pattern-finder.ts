/** Looks for many short patterns in a stream of bytes at once; how long it takes doesn't depend on how many there are. */
export interface PatternFinder {
  /** Whether a pattern stands in this piece, or across its beginning. */
  finds(piece: Buffer): boolean;
  /** Forgets what came before: another stream begins. */
  restart(): void;
}

/** What begins alike is found by its first bytes. */
const START_BYTES = 4;

/** Every pattern has at least four bytes. */
export function createPatternFinder(patterns: readonly Buffer[]): PatternFinder {
  const starts = new Map<number, Buffer[]>();
  const isFirstPair = new Uint8Array(2 ** 16);
  for (const pattern of patterns) {
    const start = pattern.readUInt32BE(0);
    starts.set(start, [...(starts.get(start) ?? []), pattern]);
    isFirstPair[pattern.readUInt16BE(0)] = 1;
  }
  const overlap = Math.max(0, ...patterns.map(({ length }) => length - 1));
  let before: Buffer = Buffer.alloc(0);
  const standsAt = (bytes: Buffer, at: number): boolean =>
    (starts.get(bytes.readUInt32BE(at)) ?? []).some((pattern) =>
      bytes.subarray(at, at + pattern.length).equals(pattern),
    );
  return {
    finds(piece) {
      const bytes = before.length === 0 ? piece : Buffer.concat([before, piece]);
      before = Buffer.from(bytes.subarray(Math.max(0, bytes.length - overlap)));
      for (let at = 0; at + START_BYTES <= bytes.length; at += 1) {
        if (isFirstPair[((bytes[at] as number) << 8) | (bytes[at + 1] as number)] === 1 && standsAt(bytes, at)) {
          return true;
        }
      }
      return false;
    },
    restart() {
      before = Buffer.alloc(0);
    },
  };
}
