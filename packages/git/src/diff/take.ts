/** What a stream has from there on, as far as it is wanted. */
export async function take(
  stream: AsyncIterable<Buffer>,
  { offset, maxBytes }: { offset: number; maxBytes: number },
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let position = 0;
  let length = 0;
  for await (const chunk of stream) {
    const piece = chunk.subarray(Math.max(0, offset - position)).subarray(0, maxBytes - length);
    position += chunk.length;
    length += piece.length;
    pieces.push(piece);
    if (length === maxBytes) {
      break;
    }
  }
  return Buffer.concat(pieces);
}
