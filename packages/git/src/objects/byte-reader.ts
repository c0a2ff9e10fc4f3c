import type { Readable } from "node:stream";

/** Reads a stream as lines and as stretches of known length; no more than one chunk of it is in memory. */
export interface ByteReader {
  /** Up to the next line feed, which is left out; null at the end. Throws when it is longer than `maxBytes`. */
  line(maxBytes: number): Promise<Buffer | null>;
  /** The next stretch, piece by piece. Throws when the stream ends within it. */
  stretch(bytes: number, onPiece: (piece: Buffer) => void): Promise<void>;
}

const LINE_FEED = 0x0a;

export function createByteReader(stream: Readable): ByteReader {
  const source = createSource(stream);
  return {
    async line(maxBytes) {
      const pieces: Buffer[] = [];
      let length = 0;
      while (source.hasBytes() || (await source.readOn())) {
        const { piece, isWhole } = source.takeLine();
        pieces.push(piece);
        length += piece.length;
        if (length > maxBytes) {
          throw new Error(`a line of more than ${maxBytes} bytes`);
        }
        if (isWhole) {
          return Buffer.concat(pieces);
        }
      }
      return length === 0 ? null : Buffer.concat(pieces);
    },
    async stretch(bytes, onPiece) {
      for (let left = bytes; left > 0; ) {
        if (!source.hasBytes() && !(await source.readOn())) {
          throw new Error(`the stream ended ${left} bytes early`);
        }
        const piece = source.take(left);
        left -= piece.length;
        onPiece(piece);
      }
    },
  };
}

/** The chunk that was read last, as far as it isn't taken. */
function createSource(stream: Readable) {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  const take = (bytes: number): Buffer => {
    const piece = rest.subarray(0, bytes);
    rest = rest.subarray(bytes);
    return piece;
  };
  return {
    hasBytes: () => rest.length > 0,
    async readOn(): Promise<boolean> {
      const next = await chunks.next();
      rest = next.done ? rest : next.value;
      return !next.done;
    },
    take,
    takeLine(): { piece: Buffer; isWhole: boolean } {
      const end = rest.indexOf(LINE_FEED);
      const piece = take(end === -1 ? rest.length : end);
      take(end === -1 ? 0 : 1);
      return { piece, isWhole: end !== -1 };
    },
  };
}
