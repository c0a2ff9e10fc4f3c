const FLUSH = "0000";
const MOST_BYTES = 65_515;

/** Git's own framing: four digits of length, and the text. */
export function writePkt(text: Buffer | string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, "0")), bytes]);
}

/** The texts as far as the first flush; what follows isn't looked at. */
export function readPkts(stream: Buffer): Buffer[] {
  const texts: Buffer[] = [];
  for (let at = 0; at + 4 <= stream.length; ) {
    const length = Number.parseInt(stream.subarray(at, at + 4).toString("latin1"), 16);
    if (Number.isNaN(length) || length < 4) {
      break;
    }
    texts.push(stream.subarray(at + 4, at + length));
    at += length;
  }
  return texts;
}

/** Puts bytes into a band: 1 is for git, 2 is shown to the person as `remote:`. */
export function writeBand(band: 1 | 2, bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += MOST_BYTES) {
    parts.push(writePkt(Buffer.concat([Buffer.from([band]), bytes.subarray(at, at + MOST_BYTES)])));
  }
  return Buffer.concat(parts);
}

export const FLUSH_PKT = Buffer.from(FLUSH);
