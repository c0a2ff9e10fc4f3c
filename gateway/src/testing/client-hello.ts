/** A TLS ClientHello (RFC 8446) with these extensions, in records of at most `recordBytes`. */
export function clientHello(extensions: { type: number; content: Buffer }[], recordBytes: number = 16 * 1024): Buffer {
  const listed = Buffer.concat(
    extensions.map(({ type, content }) => Buffer.concat([number(type, 2), vector(content, 2)])),
  );
  const body = Buffer.concat([
    number(0x0303, 2),
    Buffer.alloc(32, 7),
    vector(Buffer.alloc(32, 1), 1),
    vector(Buffer.from([0x13, 0x01]), 2),
    vector(Buffer.from([0]), 1),
    vector(listed, 2),
  ]);
  const message = Buffer.concat([number(1, 1), vector(body, 3)]);
  const records: Buffer[] = [];
  for (let offset = 0; offset < message.length; offset += recordBytes) {
    records.push(number(22, 1), number(0x0301, 2), vector(message.subarray(offset, offset + recordBytes), 2));
  }
  return Buffer.concat(records);
}

/** The extension that names the servers. */
export function serverNames(...names: string[]): { type: number; content: Buffer } {
  const entries = names.map((name) => Buffer.concat([number(0, 1), vector(Buffer.from(name, "latin1"), 2)]));
  return { type: 0, content: vector(Buffer.concat(entries), 2) };
}

function number(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

function vector(content: Buffer, lengthBytes: number): Buffer {
  return Buffer.concat([number(content.length, lengthBytes), content]);
}
