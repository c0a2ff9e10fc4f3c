import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addPrimaryKey, createKeyRing, dropOldKeys } from "./key-ring.ts";
import { hasRoomForSecret, type ProjectSecret } from "./project-secret.ts";
import { openProjectSecret, rewrapProjectSecret, sealProjectSecret } from "./seal-project-secret.ts";

const ring = createKeyRing();

function seal(value: string): ProjectSecret {
  const identity = { id: randomUUID(), projectId: randomUUID(), repoId: randomUUID(), name: "NPM_TOKEN" };
  return sealProjectSecret({ ...identity, createdAt: new Date() }, value, ring);
}

test("a sealed secret opens to the same text, whatever it is, and its row doesn't show it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 8 }), (value) => {
      const row = seal(value);
      expect(openProjectSecret(row, ring)).toBe(Buffer.from(value, "utf8").toString("utf8"));
      expect(JSON.stringify(row)).not.toContain(value);
    }),
  );
});

test.each<[string, Partial<ProjectSecret>]>([
  ["project", { projectId: randomUUID() }],
  ["repository", { repoId: randomUUID() }],
  ["id", { id: randomUUID() }],
  ["name", { name: "OTHER" }],
  ["version", { version: 2 }],
  ["data key", { wrappedDataKey: seal("another one").wrappedDataKey }],
  ["nonce", { encryptedKeyIv: seal("another one").encryptedKeyIv }],
  ["tag", { encryptedKey: seal("another one").encryptedKey.slice(0, 8) }],
])("a row whose %s was changed doesn't open", (_what, change) => {
  expect(() => openProjectSecret({ ...seal("secret-value"), ...change }, ring)).toThrow(
    "altered or belongs to another",
  );
});

test("a re-wrapped secret opens with the new key alone", () => {
  const rotated = addPrimaryKey(ring);
  const rewrapped = rewrapProjectSecret(seal("secret-value"), rotated);
  expect(openProjectSecret(rewrapped, dropOldKeys(rotated))).toBe("secret-value");
  expect(() => openProjectSecret(seal("secret-value"), dropOldKeys(rotated))).toThrow("not in the key file");
});

test("a repository's secrets have 32 KiB together, one that is replaced not counted", () => {
  const stored = [seal("x".repeat(16 * 1024)), { ...seal("x".repeat(12 * 1024)), name: "OTHER" }];
  expect(hasRoomForSecret(stored, { name: "THIRD", value: "x".repeat(3 * 1024) })).toBe(true);
  expect(hasRoomForSecret(stored, { name: "THIRD", value: "x".repeat(5 * 1024) })).toBe(false);
  expect(hasRoomForSecret(stored, { name: "OTHER", value: "x".repeat(15 * 1024) })).toBe(true);
});
