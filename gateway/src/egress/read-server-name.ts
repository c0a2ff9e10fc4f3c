/** What the first bytes of a connection say of the server that they are for. */
export type ServerName = { kind: "more" } | { kind: "name"; name: string } | { kind: "refused"; reason: string };

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const MAX_RECORD_BYTES = 16 * 1024;
const MAX_HELLO_BYTES = 32 * 1024;
const SERVER_NAME = 0;
/** They hide the name that counts behind another one (RFC 9849, and its draft). */
const HIDING = [0xfe0d, 0xffce];

/** Reads the server name of a TLS ClientHello (RFC 8446, RFC 6066), whole or in pieces. Never throws. */
export function readServerName(bytes: Buffer): ServerName {
  const hello = joinRecords(bytes);
  if ("kind" in hello) {
    return hello;
  }
  try {
    return findName(hello.body);
  } catch {
    return { kind: "refused", reason: "its TLS greeting is malformed" };
  }
}

/** The handshake message may be spread over records. */
function joinRecords(bytes: Buffer): { body: Buffer } | ServerName {
  const parts: Buffer[] = [];
  let joined = 0;
  let offset = 0;
  while (offset + 5 <= bytes.length) {
    const length = bytes.readUInt16BE(offset + 3);
    if (bytes[offset] !== HANDSHAKE || bytes[offset + 1] !== 3 || length === 0 || length > MAX_RECORD_BYTES) {
      return { kind: "refused", reason: "it doesn't begin with TLS" };
    }
    const part = bytes.subarray(offset + 5, offset + 5 + length);
    parts.push(part);
    joined += part.length;
    offset += 5 + length;
    const whole = takeHello(Buffer.concat(parts, joined));
    if (whole.kind !== "more") {
      return whole.kind === "body" ? { body: whole.body } : whole;
    }
  }
  const isForeign = bytes.length > 0 && bytes[0] !== HANDSHAKE;
  return isForeign ? { kind: "refused", reason: "it doesn't begin with TLS" } : { kind: "more" };
}

function takeHello(message: Buffer): { kind: "body"; body: Buffer } | Exclude<ServerName, { kind: "name" }> {
  if (message.length < 4) {
    return { kind: "more" };
  }
  const length = message.readUIntBE(1, 3);
  if (message[0] !== CLIENT_HELLO || length > MAX_HELLO_BYTES) {
    return { kind: "refused", reason: "it doesn't begin with a TLS greeting of ordinary length" };
  }
  return message.length < 4 + length ? { kind: "more" } : { kind: "body", body: message.subarray(4, 4 + length) };
}

function findName(body: Buffer): ServerName {
  const reader = createReader(body);
  reader.skip(2 + 32);
  reader.vector(1);
  reader.vector(2);
  reader.vector(1);
  const extensions = createReader(reader.isAtEnd() ? Buffer.alloc(0) : reader.vector(2));
  const names: string[] = [];
  while (!extensions.isAtEnd()) {
    const type = extensions.number(2);
    const content = extensions.vector(2);
    if (HIDING.includes(type)) {
      return { kind: "refused", reason: "it hides the server's name (encrypted client hello)" };
    }
    if (type === SERVER_NAME) {
      names.push(...readNames(content));
    }
  }
  const [name] = names;
  return name === undefined || names.length > 1
    ? { kind: "refused", reason: "its TLS greeting doesn't name one server" }
    : { kind: "name", name: name.toLowerCase() };
}

function readNames(content: Buffer): string[] {
  const list = createReader(createReader(content).vector(2));
  const names: string[] = [];
  while (!list.isAtEnd()) {
    list.skip(1);
    names.push(list.vector(2).toString("latin1"));
  }
  return names;
}

/** Throws a RangeError beyond the end. */
function createReader(bytes: Buffer) {
  let offset = 0;
  const take = (length: number): Buffer => {
    if (offset + length > bytes.length) {
      throw new RangeError("The message ends too early.");
    }
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  const number = (length: number) => take(length).readUIntBE(0, length);
  return {
    number,
    skip: (length: number) => void take(length),
    /** Content with its length in front, which takes that many bytes. */
    vector: (lengthBytes: number) => take(number(lengthBytes)),
    isAtEnd: () => offset === bytes.length,
  };
}
