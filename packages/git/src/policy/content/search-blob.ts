import type { ObjectReader } from "../../objects/object-reader.ts";
import { type Hit, type Piece, searchPiece } from "./search-piece.ts";

const PIECE_BYTES = 4 * 1024 * 1024;
/** What stands across two pieces is found in the second one. */
const OVERLAP_BYTES = 16 * 1024;
const MAX_HITS = 1000;

/** Searches all of a file's content, piece by piece. Each thing once, up to a thousand. */
export async function searchBlob(reader: Pick<ObjectReader, "read">, id: string, path: string): Promise<Hit[]> {
  const hits = new Map<string, Hit>();
  for await (const piece of readPieces(reader, id, path)) {
    for (const hit of await searchPiece(piece)) {
      hits.set(keyOfHit(hit), hit);
    }
    if (hits.size >= MAX_HITS) {
      break;
    }
  }
  return [...hits.values()].slice(0, MAX_HITS);
}

export function keyOfHit({ rule, detail, evidence }: Hit): string {
  return [rule, detail, ...evidence].join("\0");
}

async function* readPieces(reader: Pick<ObjectReader, "read">, id: string, path: string): AsyncGenerator<Piece> {
  const bytes = await readBlob(reader, id);
  for (let at = 0; at === 0 || at < bytes.length; at += PIECE_BYTES) {
    const start = Math.max(0, at - OVERLAP_BYTES);
    for (const encoding of encodingsOf(bytes)) {
      yield { bytes: bytes.subarray(start, at + PIECE_BYTES), encoding, path, isStart: at === 0 };
    }
  }
}

/** No larger than a push may hold. */
async function readBlob(reader: Pick<ObjectReader, "read">, id: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  await reader.read(id, (piece) => void pieces.push(piece));
  return Buffer.concat(pieces);
}

/** Whatever a file says of itself, most that read it take it for UTF-8: a mark adds a way of reading and takes none away. */
function encodingsOf(bytes: Buffer): Piece["encoding"][] {
  const marked = MARKS[bytes.length < 2 ? 0 : bytes.readUInt16BE(0)];
  return marked === undefined ? ["utf-8"] : ["utf-8", marked];
}

const MARKS: Readonly<Record<number, Piece["encoding"]>> = { 65534: "utf-16le", 65279: "utf-16be" };
