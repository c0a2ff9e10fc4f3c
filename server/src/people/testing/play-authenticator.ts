import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";

/** A device with one passkey, as https://www.w3.org/TR/webauthn-3/ has it, and what it may do otherwise than it should. */
export interface PlayedAuthenticator {
  id: string;
  attest(options: { challenge: string }, wrong?: Wrong): object;
  assert(options: { challenge: string }, wrong?: Wrong): object;
}

export interface Wrong {
  origin?: string;
  rpId?: string;
  /** It doesn't look who is in front of it. */
  isUnverified?: boolean;
  type?: string;
  /** How often it says that it was used. */
  counter?: number;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

export function playAuthenticator(origin: string): PlayedAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const rawId = randomBytes(32);
  const id = rawId.toString("base64url");
  let counter = 0;
  const envelope = (response: object) => ({ id, rawId: id, type: "public-key", clientExtensionResults: {}, response });
  return {
    id,
    attest({ challenge }, wrong = {}) {
      const attested = Buffer.concat([Buffer.alloc(16), uint16(rawId.length), rawId, coseKeyOf(publicKey)]);
      const authData = Buffer.concat([authDataOf({ origin, flags: ATTESTED, counter: 0 }, wrong), attested]);
      const object = cborMap([
        [cborText("fmt"), cborText("none")],
        [cborText("attStmt"), cborMap([])],
        [cborText("authData"), cborBytes(authData)],
      ]);
      const clientData = clientDataOf({ type: "webauthn.create", challenge, origin }, wrong);
      return envelope({
        clientDataJSON: clientData.toString("base64url"),
        attestationObject: object.toString("base64url"),
        transports: ["internal"],
      });
    },
    assert({ challenge }, wrong = {}) {
      counter += 1;
      const authData = authDataOf({ origin, flags: 0, counter }, wrong);
      const clientData = clientDataOf({ type: "webauthn.get", challenge, origin }, wrong);
      return envelope({
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authData.toString("base64url"),
        signature: sign(privateKey, Buffer.concat([authData, sha256(clientData)])).toString("base64url"),
      });
    },
  };
}

interface Said {
  origin: string;
  flags: number;
  counter: number;
}

function authDataOf({ origin, flags, counter }: Said, wrong: Wrong): Buffer {
  const rpId = wrong.rpId ?? new URL(origin).hostname;
  const seen = wrong.isUnverified === true ? 0 : VERIFIED;
  const count = Buffer.alloc(4);
  count.writeUInt32BE(wrong.counter ?? counter);
  return Buffer.concat([sha256(Buffer.from(rpId)), Buffer.from([PRESENT | seen | flags]), count]);
}

function clientDataOf(data: { type: string; challenge: string; origin: string }, { type, origin }: Wrong): Buffer {
  const said = { ...data, ...(type === undefined ? {} : { type }), ...(origin === undefined ? {} : { origin }) };
  return Buffer.from(JSON.stringify({ ...said, crossOrigin: false }));
}

/** https://www.rfc-editor.org/rfc/rfc9052#section-7: an ES256 key on P-256. */
function coseKeyOf(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return cborMap([
    [Buffer.from([0x01]), Buffer.from([0x02])],
    [Buffer.from([0x03]), Buffer.from([0x26])],
    [Buffer.from([0x20]), Buffer.from([0x01])],
    [Buffer.from([0x21]), cborBytes(Buffer.from(x, "base64url"))],
    [Buffer.from([0x22]), cborBytes(Buffer.from(y, "base64url"))],
  ]);
}

/** Fewer than 24 pairs. */
function cborMap(pairs: readonly [Buffer, Buffer][]): Buffer {
  return Buffer.concat([Buffer.from([0xa0 + pairs.length]), ...pairs.flat()]);
}

/** Fewer than 24 bytes. */
function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}

/** As short as it can be said: a key that isn't is none. */
function cborBytes(bytes: Buffer): Buffer {
  const head = bytes.length < 256 ? Buffer.from([0x58, bytes.length]) : Buffer.from([0x59, ...uint16(bytes.length)]);
  return Buffer.concat([head, bytes]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}

function sign(key: KeyObject, bytes: Buffer): Buffer {
  return createSign("sha256").update(bytes).sign(key);
}
