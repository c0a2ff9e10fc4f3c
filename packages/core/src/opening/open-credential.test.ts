import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AgentCredential } from "../credential/credential.ts";
import { sealCredential } from "../credential/seal-credential.ts";
import { createTestKeys } from "../testing/test-keys.ts";
import { addPrimaryKey, keepKeys } from "./key-ring.ts";
import { openCredential, rewrapCredential } from "./open-credential.ts";

const { sealing, opening } = createTestKeys();

function seal(key: string): AgentCredential {
  const identity = {
    id: randomUUID(),
    provider: "anthropic",
    userId: randomUUID(),
    teamId: null,
    taskId: null,
  } as const;
  return sealCredential({ ...identity, createdAt: new Date() }, { key, baseUrl: null }, sealing);
}

test("a sealed key opens to the same key, whatever it is", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      (key) => openCredential(seal(key), opening).key === Buffer.from(key, "utf8").toString("utf8"),
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
  ["kind", () => ({ kind: "subscription" as const })],
  ["base URL", () => ({ baseUrl: "http://attacker.example" })],
  ["version", (row) => ({ version: row.version - 1 })],
  ["data key", () => ({ wrappedDataKey: seal("other").wrappedDataKey })],
  ["nonce", () => ({ encryptedKeyIv: seal("other").encryptedKeyIv })],
])("a row whose %s was changed doesn't open", (_what, change) => {
  const row = seal("secret-key-value");
  expect(() => openCredential({ ...row, ...change(row) }, opening)).toThrow("was altered or belongs to another owner");
});

test("two seals of one key share no bytes", () => {
  const [a, b] = [seal("same"), seal("same")];
  expect(a.encryptedKey).not.toBe(b.encryptedKey);
  expect(a.encryptedKeyIv).not.toBe(b.encryptedKeyIv);
  expect(a.wrappedDataKey.slice(0, 40)).not.toBe(b.wrappedDataKey.slice(0, 40));
});

test("a credential that was wrapped anew opens with the new key alone, an old row with the whole ring", () => {
  const row = seal("secret-key-value");
  const rotated = { ...opening, ring: addPrimaryKey(opening.ring) };
  const newAlone = { ring: keepKeys(rotated.ring, []), sealers: new Map() };
  expect(openCredential(row, rotated).key).toBe("secret-key-value");
  const rewrapped = rewrapCredential(row, rotated);
  expect(rewrapped.encryptedKey).toBe(row.encryptedKey);
  expect(openCredential(rewrapped, newAlone).key).toBe("secret-key-value");
  expect(() => openCredential(row, newAlone)).toThrow("which is not among the gateway's");
});
