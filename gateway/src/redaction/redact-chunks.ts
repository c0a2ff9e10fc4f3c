import { maskRanges } from "./mask-ranges.ts";
import { createSecretFinder, type Range, type SecretFinder } from "./secret-finder.ts";
import { secretPatterns } from "./secret-patterns.ts";

/** Masks secrets in a stream of bytes, also those that lie across chunks. */
export interface ChunkRedactor {
  /** What may be passed on now; what could be the beginning of a secret is kept until the next call. */
  push(chunk: Buffer): Buffer;
  /** What was kept. */
  end(): Buffer;
}

/** Bytes are handled as latin1 text: a byte is a character, and the patterns are brought into the same form. */
export function createByteFinder(secrets: Iterable<string>): SecretFinder {
  return createSecretFinder(secretPatterns(secrets).map((pattern) => Buffer.from(pattern, "utf8").toString("latin1")));
}

/** `finder` is one for bytes. */
export function createChunkRedactor(finder: SecretFinder): ChunkRedactor {
  let kept = "";
  /** How much of what is kept belongs to a secret that was found. */
  let maskedLength = 0;
  return {
    push(chunk) {
      const text = kept + chunk.toString("latin1");
      const { ranges, dangling } = finder.find(text);
      const cut = text.length - dangling;
      const masked = maskRanges(text, withStart(ranges, maskedLength));
      kept = text.slice(cut);
      maskedLength = Math.max(0, (ranges.at(-1)?.end ?? maskedLength) - cut);
      return Buffer.from(masked.slice(0, cut), "latin1");
    },
    end() {
      const rest = Buffer.from(maskRanges(kept, withStart([], maskedLength)), "latin1");
      kept = "";
      maskedLength = 0;
      return rest;
    },
  };
}

/** The ranges with the text's first characters among them. */
function withStart(ranges: readonly Range[], length: number): Range[] {
  const later = ranges.filter(({ end }) => end > length);
  return length === 0 ? later : [{ start: 0, end: length }, ...later.map((range) => after(range, length))];
}

function after({ start, end }: Range, length: number): Range {
  return { start: Math.max(start, length), end };
}

/** A whole text with its secrets masked. */
export function redactText(text: string, finder: SecretFinder): string {
  return maskRanges(text, finder.find(text).ranges);
}
