import { danglingLength, findSecrets, maskRanges } from "./find-secrets.ts";

/** Masks secrets in a stream of bytes, also those that lie across chunks. */
export interface ChunkRedactor {
  /** What may be passed on now; what could be the beginning of a secret is kept until the next call. */
  push(chunk: Buffer): Buffer;
  /** What was kept. */
  end(): Buffer;
}

/** Bytes are handled as latin1 text: a byte is a character, and the patterns are brought into the same form. */
export function createChunkRedactor(patterns: readonly string[]): ChunkRedactor {
  const bytePatterns = patterns.map((pattern) => Buffer.from(pattern, "utf8").toString("latin1"));
  let kept = "";
  return {
    push(chunk) {
      const text = kept + chunk.toString("latin1");
      const masked = maskRanges(text, findSecrets(text, bytePatterns));
      const cut = text.length - danglingLength(masked, bytePatterns);
      kept = masked.slice(cut);
      return Buffer.from(masked.slice(0, cut), "latin1");
    },
    end() {
      const rest = Buffer.from(kept, "latin1");
      kept = "";
      return rest;
    },
  };
}

/** A whole text with its secrets masked. */
export function redactText(text: string, patterns: readonly string[]): string {
  return maskRanges(text, findSecrets(text, patterns));
}
