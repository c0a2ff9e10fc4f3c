/** What the first bytes of a connection say of the server that they are for. */
export type ServerName = { kind: "name"; name: string } | { kind: "refused"; reason: string };

const SERVER_NAME = 0;
/** They hide the name that counts behind another one (RFC 9849, and its draft). */
const HIDING = [0xfe0d, 0xffce];

/** Reads the server name in the body of a TLS ClientHello (RFC 8446, RFC 6066). Never throws. */
export function readServerName(body: Buffer): ServerName {
  try {
    return findName(body);
  } catch {
    return { kind: "refused", reason: "its TLS greeting is malformed" };
  }
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
