import { readServerName, type ServerName } from "./read-server-name.ts";

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const RECORD_HEADER_BYTES = 5;
const MESSAGE_HEADER_BYTES = 4;
const MAX_RECORD_BYTES = 16 * 1024;
const MAX_HELLO_BYTES = 32 * 1024;
/** Clients send one or two; each of a few bytes would be work without an end. */
const MAX_RECORDS = 256;

/** Reads a TLS ClientHello as it arrives. Each byte is looked at once, however the bytes are cut. */
export interface HelloReader {
  /** What is known with these bytes; what was decided once stays. Never throws. */
  push(bytes: Buffer): ServerName | { kind: "more" };
}

export function createHelloReader(): HelloReader {
  const message = Buffer.alloc(MESSAGE_HEADER_BYTES + MAX_HELLO_BYTES);
  let messageLength = 0;
  const header = Buffer.alloc(RECORD_HEADER_BYTES);
  let headerLength = 0;
  let recordRest = 0;
  let records = 0;
  let decided: ServerName | null = null;

  /** Takes what it can of a record's header or content; how many bytes. */
  const take = (bytes: Buffer): number => {
    if (recordRest === 0) {
      const length = bytes.copy(header, headerLength, 0, RECORD_HEADER_BYTES - headerLength);
      headerLength += length;
      decided = checkHeader(header.subarray(0, headerLength), records);
      if (headerLength === RECORD_HEADER_BYTES) {
        recordRest = header.readUInt16BE(3);
        records += 1;
        headerLength = 0;
      }
      return length;
    }
    const length = bytes.copy(message, messageLength, 0, Math.min(recordRest, bytes.length));
    recordRest -= length;
    messageLength += length;
    decided = checkMessage(message.subarray(0, messageLength));
    return length;
  };
  return {
    push(bytes) {
      for (let at = 0; decided === null && at < bytes.length; ) {
        at += take(bytes.subarray(at));
      }
      return decided ?? { kind: "more" };
    },
  };
}

/** Refuses a record's header as soon as it can't be one of a greeting; null: it may be. */
function checkHeader(header: Buffer, recordsBefore: number): ServerName | null {
  const [type, version] = header;
  const length = header.length < RECORD_HEADER_BYTES ? 1 : header.readUInt16BE(3);
  const isHandshake = (type ?? HANDSHAKE) === HANDSHAKE && (version ?? 3) === 3;
  if (!isHandshake || length === 0 || length > MAX_RECORD_BYTES) {
    return { kind: "refused", reason: "it doesn't begin with TLS" };
  }
  return recordsBefore >= MAX_RECORDS ? { kind: "refused", reason: "its TLS greeting comes in crumbs" } : null;
}

/** The name once the message is whole; null: more of it is to come. */
function checkMessage(message: Buffer): ServerName | null {
  if (message.length < MESSAGE_HEADER_BYTES) {
    return null;
  }
  const length = message.readUIntBE(1, 3);
  if (message[0] !== CLIENT_HELLO || length > MAX_HELLO_BYTES) {
    return { kind: "refused", reason: "it doesn't begin with a TLS greeting of ordinary length" };
  }
  const end = MESSAGE_HEADER_BYTES + length;
  return message.length < end ? null : readServerName(message.subarray(MESSAGE_HEADER_BYTES, end));
}
