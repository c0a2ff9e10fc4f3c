import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AgentCredential } from "./credential.ts";
import {
  addPrimaryKey,
  createKeyRing,
  dropOldKeys,
  keyCheck,
  parseKeyRing,
  serializeKeyRing,
  verifyKeyCheck,
} from "./key-ring.ts";
import { openCredential, rewrapCredential, sealCredential } from "./seal-credential.ts";

const ring = createKeyRing();

function seal(key: string): AgentCredential {
  const identity = {
    id: randomUUID(),
    provider: "anthropic",
    userId: randomUUID(),
    teamId: null,
    taskId: null,
  } as const;
  return sealCredential({ ...identity, createdAt: new Date() }, { key, baseUrl: null }, ring);
}

test("a sealed key opens to the same key, whatever it is", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      (key) => openCredential(seal(key), ring).key === Buffer.from(key, "utf8").toString("utf8"),
    ),
  );
});

test("the key is nowhere in the sealed row but for its last 4 characters", () => {
  const row = seal("sk-ant-0123456789abcdef");
  expect(JSON.stringify(row)).not.toContain("0123456789ab");
  expect(row.hint).toBe("cdef");
  expect(seal("short").hint).toBe("");
});

test.each<[string, (row: AgentCredential) => Partial<AgentCredential>]>([
  ["owner", () => ({ userId: randomUUID() })],
  ["kind of owner", (row) => ({ userId: null, teamId: row.userId })],
  ["credential", () => ({ id: randomUUID() })],
  ["task", () => ({ taskId: randomUUID() })],
  ["provider", () => ({ provider: "openai" as const })],
  ["base URL", () => ({ baseUrl: "http://attacker.example" })],
  ["version", () => ({ version: 2 })],
  ["data key", () => ({ wrappedDataKey: seal("other").wrappedDataKey })],
  ["nonce", () => ({ encryptedKeyIv: seal("other").encryptedKeyIv })],
])("a row whose %s was changed doesn't open", (_what, change) => {
  const row = seal("secret-key-value");
  expect(() => openCredential({ ...row, ...change(row) }, ring)).toThrow("was altered or belongs to another owner");
});

test("a truncated authentication tag is refused", () => {
  const row = seal("secret-key-value");
  const bytes = Buffer.from(row.encryptedKey, "base64");
  for (const cut of [1, 4, 8, 12, 15]) {
    const encryptedKey = bytes.subarray(0, bytes.length - cut).toString("base64");
    expect(() => openCredential({ ...row, encryptedKey }, ring)).toThrow("was altered");
  }
});

test("two seals of one key share no bytes", () => {
  const [a, b] = [seal("same"), seal("same")];
  expect(a.encryptedKey).not.toBe(b.encryptedKey);
  expect(a.encryptedKeyIv).not.toBe(b.encryptedKeyIv);
});

test("a re-wrapped credential opens with the new key alone, an old row with the whole ring", () => {
  const row = seal("secret-key-value");
  const rotated = addPrimaryKey(ring);
  expect(openCredential(row, rotated).key).toBe("secret-key-value");
  const rewrapped = rewrapCredential(row, rotated);
  expect(rewrapped.encryptedKey).toBe(row.encryptedKey);
  expect(openCredential(rewrapped, dropOldKeys(rotated)).key).toBe("secret-key-value");
  expect(() => openCredential(row, dropOldKeys(rotated))).toThrow("which is not in the key file");
});

test("a key ring survives being written and read, the primary first", () => {
  const rotated = addPrimaryKey(ring);
  expect(parseKeyRing(serializeKeyRing(rotated))).toEqual(rotated);
});

test.each(["", "not base64!", "c2hvcnQ="])("a key file with %j is refused", (text) => {
  expect(() => parseKeyRing(text)).toThrow("expected one base64 key of 32 bytes per line");
});

test("the check of a key is passed by that key only", () => {
  const check = keyCheck(ring, ring.primaryId);
  expect(verifyKeyCheck(ring, ring.primaryId, check)).toBe(true);
  expect(verifyKeyCheck(createKeyRing(), ring.primaryId, check)).toBe(false);
  expect(verifyKeyCheck(ring, ring.primaryId, "00")).toBe(false);
});
