import { createHash, type Hash } from "node:crypto";
import type { Parts } from "./manifest.ts";

export interface PartCounter {
  /** An entry of the part begins. */
  begin(part: string, about: { name: string; size: number; linkName: string | null }): void;
  /** Some of its content. */
  add(part: string, chunk: Buffer): void;
  parts(): Parts;
}

/** Sums up the entries of each part, in their order: names, sizes and contents. */
export function countParts(): PartCounter {
  const counted = new Map<string, { entries: number; bytes: number; hash: Hash }>();
  return {
    begin(part, { name, size, linkName }) {
      const count = counted.get(part) ?? { entries: 0, bytes: 0, hash: createHash("sha256") };
      count.entries += 1;
      count.hash.update(`${name}\0${size}\0${linkName ?? ""}\0`);
      counted.set(part, count);
    },
    add(part, chunk) {
      const count = counted.get(part);
      if (count !== undefined) {
        count.bytes += chunk.length;
        count.hash.update(chunk);
      }
    },
    parts: () =>
      Object.fromEntries(
        [...counted].map(([part, { entries, bytes, hash }]) => [
          part,
          { entries, bytes, sha256: hash.copy().digest("hex") },
        ]),
      ),
  };
}
