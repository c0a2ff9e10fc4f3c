/** The end of a list of pkt-lines (gitprotocol-common(5)). */
export const FLUSH_PACKET = Buffer.from("0000");

/** What one pkt-line may hold: git takes none that is longer. */
export const MAX_PACKET_DATA = 65_516;

/** A pkt-line: four hexadecimal digits of length, themselves counted, then the data. What is too long for one is cut. */
export function encodePacket(data: string | Buffer): Buffer {
  const bytes = Buffer.from(data).subarray(0, MAX_PACKET_DATA);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, "0")), bytes]);
}
