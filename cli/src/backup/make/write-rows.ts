import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { rowsName } from "../archive/entry-name.ts";
import type { ArchiveWriter } from "../archive/write-archive.ts";

/** How much of a table is compressed at once, and in memory. */
export const PIECE_BYTES = 4 * 1024 * 1024;

const compress = promisify(gzip);

/** Writes a table's rows as entries of no more than `PIECE_BYTES`, and a row, each. */
export async function writeRows(table: string, rows: AsyncIterable<Buffer>, archive: ArchiveWriter): Promise<void> {
  let number = 0;
  let [pieces, bytes]: [Buffer[], number] = [[], 0];
  const flush = async () => {
    number += 1;
    const packed = await compress(Buffer.concat(pieces));
    [pieces, bytes] = [[], 0];
    await archive.add(rowsName(table, number), packed.length, [packed]);
  };
  for await (const chunk of rows) {
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + PIECE_BYTES - bytes);
      pieces.push(piece);
      bytes += piece.length;
      at += piece.length;
      if (bytes === PIECE_BYTES) {
        await flush();
      }
    }
  }
  if (bytes > 0) {
    await flush();
  }
}
