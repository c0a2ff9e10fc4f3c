import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CatalystError } from "../catalyst-error.ts";
import { type Envelope, sealEnvelope } from "../sealing/envelope.ts";
import { createKeyPair, KEY_BYTES } from "../sealing/key-pair.ts";
import { createTestKeys } from "../testing/test-keys.ts";
import { addPrimaryKey, createKeyRing } from "./key-ring.ts";
import { type EnvelopePlace, openEnvelope, rewrapEnvelope } from "./open-envelope.ts";

const { sealing, opening } = createTestKeys();
const PLAIN = Buffer.from("a secret value");

/** Points of small order, with which every private key comes to zero. */
const SMALL_ORDER = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

function place(name = "mine"): EnvelopePlace {
  return {
    recipient: "gateway",
    belongsTo: Buffer.from(name),
    name,
    damaged: (cause) =>
      new CatalystError("invalid_configuration", `Opening ${name} failed: it was altered.`, { cause }),
  };
}

const seal = (plain = PLAIN, name = "mine") => sealEnvelope(plain, sealing, place(name).belongsTo);
const open = (envelope: Envelope, name = "mine") => openEnvelope(envelope, place(name), opening);
const change = (text: string, how: (bytes: Buffer) => Buffer) => how(Buffer.from(text, "base64")).toString("base64");
const withEphemeral = (envelope: Envelope, ephemeral: Buffer): Envelope => ({
  ...envelope,
  wrappedDataKey: change(envelope.wrappedDataKey, (bytes) => Buffer.concat([ephemeral, bytes.subarray(KEY_BYTES)])),
});

test("whatever is sealed opens for its recipient, in its place", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), (plain, name) => {
      expect(open(seal(Buffer.from(plain), name), name).equals(Buffer.from(plain))).toBe(true);
    }),
  );
});

test("who sealed it can't open it: neither the sealer's key nor the public one does", () => {
  const { sealer } = sealing;
  const ring = { primary: sealer, pairs: new Map([[sealing.recipient.id, sealer]]) };
  expect(() => openEnvelope(seal(), place(), { ...opening, ring })).toThrow("altered");
});

test("one flipped bit anywhere, and it is refused in words", () => {
  const fields = ["encryptedKey", "encryptedKeyIv", "wrappedDataKey"] as const;
  const envelope = seal();
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.nat(), fc.nat(7), (field, at, bit) => {
      const flipped = change(envelope[field], (bytes) => {
        const index = at % bytes.length;
        bytes[index] = (bytes[index] as number) ^ (1 << bit);
        return bytes;
      });
      expect(() => open({ ...envelope, [field]: flipped })).toThrow("Opening mine failed: it was altered");
    }),
  );
});

test("a part that is shorter or longer than it was is refused, cut tags among them", () => {
  const fields = ["encryptedKey", "encryptedKeyIv", "wrappedDataKey"] as const;
  const envelope = seal();
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.integer({ min: -120, max: 40 }), (field, by) => {
      const resized = change(envelope[field], (bytes) =>
        by < 0 ? bytes.subarray(0, Math.max(0, bytes.length + by)) : Buffer.concat([bytes, randomBytes(by + 1)]),
      );
      expect(() => open({ ...envelope, [field]: resized })).toThrow("Opening mine failed: it was altered");
    }),
  );
});

test("any text in the place of a part is refused", () => {
  const fields = ["encryptedKey", "encryptedKeyIv", "wrappedDataKey", "recipientKeyId", "sealerKeyId"] as const;
  const envelope = seal();
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.string(), (field, text) => {
      expect(() => open({ ...envelope, [field]: text })).toThrow(CatalystError);
    }),
  );
});

test("base64 that Node would read in spite of what stands between is refused", () => {
  const envelope = seal();
  for (const text of [
    ` ${envelope.wrappedDataKey}`,
    `${envelope.wrappedDataKey}=`,
    envelope.wrappedDataKey.replace(/./, "$&!"),
  ]) {
    expect(() => open({ ...envelope, wrappedDataKey: text })).toThrow("altered");
  }
});

test.each(SMALL_ORDER)("an ephemeral key of small order is refused: %s", (point) => {
  for (const mask of [0, 0x80]) {
    const bytes = Buffer.from(point, "hex");
    bytes[31] = (bytes[31] as number) | mask;
    expect(() => open(withEphemeral(seal(), bytes))).toThrow("altered");
  }
});

test("an ephemeral key of another envelope, or a random one, is refused", () => {
  const other = Buffer.from(seal().wrappedDataKey, "base64").subarray(0, KEY_BYTES);
  expect(() => open(withEphemeral(seal(), other))).toThrow("altered");
  fc.assert(
    fc.property(fc.uint8Array({ minLength: KEY_BYTES, maxLength: KEY_BYTES }), (bytes) => {
      expect(() => open(withEphemeral(seal(), Buffer.from(bytes)))).toThrow("altered");
    }),
  );
});

test("what was moved to another place is refused, whole or in parts", () => {
  const [mine, theirs] = [seal(), seal(Buffer.from("another value"), "theirs")];
  expect(() => open(theirs)).toThrow("altered");
  const { wrappedDataKey } = theirs;
  expect(() => open({ ...mine, wrappedDataKey })).toThrow("altered");
  const { encryptedKey, encryptedKeyIv } = seal(Buffer.from("another value"));
  expect(() => open({ ...mine, encryptedKey, encryptedKeyIv })).toThrow("altered");
});

test("what a sealer sealed that the gateway wasn't told of is refused, under its own name and under another's", () => {
  const stranger = createKeyPair();
  const envelope = sealEnvelope(PLAIN, { ...sealing, sealer: stranger }, place().belongsTo);
  expect(() => open(envelope)).toThrow(`sealed with the key ${stranger.publicKey.id}, which is not among those`);
  for (const sealerKeyId of [sealing.sealer.publicKey.id, sealing.recipient.id]) {
    expect(() => open({ ...envelope, sealerKeyId })).toThrow("altered");
  }
});

test("whoever knows public keys alone can't seal in a known sealer's name", () => {
  const { sealer, recipient } = sealing;
  const forged = { publicKey: sealer.publicKey, privateKey: createKeyPair().privateKey };
  expect(() => open(sealEnvelope(PLAIN, { sealer: forged, recipient }, place().belongsTo))).toThrow("altered");
});

test("what was sealed to another recipient is refused, and names the key that is missing", () => {
  const other = createTestKeys();
  const envelope = sealEnvelope(
    PLAIN,
    { sealer: sealing.sealer, recipient: other.sealing.recipient },
    place().belongsTo,
  );
  expect(() => open(envelope)).toThrow(`sealed to the key ${other.sealing.recipient.id}`);
  expect(() => open({ ...envelope, recipientKeyId: sealing.recipient.id })).toThrow("altered");
});

test("wrapped anew it opens with the new key and is by the recipient, and nothing is wrapped anew that doesn't open", () => {
  const rotated = { ...opening, ring: addPrimaryKey(opening.ring) };
  const envelope = rewrapEnvelope(seal(), place(), rotated);
  const { id } = rotated.ring.primary.publicKey;
  expect([envelope.recipientKeyId, envelope.sealerKeyId]).toEqual([id, id]);
  expect(openEnvelope(envelope, place(), { ...rotated, sealers: new Map() }).equals(PLAIN)).toBe(true);
  expect(() => rewrapEnvelope(seal(), place("theirs"), rotated)).toThrow("altered");
  expect(() => rewrapEnvelope(seal(), place(), { ...rotated, sealers: new Map() })).toThrow("which is not among");
  expect(() => rewrapEnvelope(seal(), place(), { ...rotated, ring: createKeyRing() })).toThrow("which is not among");
});
