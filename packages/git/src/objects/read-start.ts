import type { ObjectReader } from "./object-reader.ts";

/** The first bytes of an object, and whether there are no more of them. */
export async function readStart(
  reader: Pick<ObjectReader, "read">,
  id: string,
  maxBytes: number,
): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const pieces: Buffer[] = [];
  let length = 0;
  await reader.read(id, (piece) => {
    if (length < maxBytes) {
      pieces.push(piece);
    }
    length += piece.length;
  });
  return { bytes: Buffer.concat(pieces).subarray(0, maxBytes), isWhole: length <= maxBytes };
}
