/** The end of a list of pkt-lines (gitprotocol-common(5)). */
export const FLUSH_PACKET = Buffer.from("0000");

/** A pkt-line: four hexadecimal digits of length, themselves counted, then the data. */
export function encodePacket(data: string | Buffer): Buffer {
  const bytes = Buffer.from(data);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, "0")), bytes]);
}
