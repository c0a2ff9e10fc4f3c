import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ProjectSecret } from "../credential/project-secret.ts";
import { sealProjectSecret } from "../credential/seal-project-secret.ts";
import { createTestKeys } from "../testing/test-keys.ts";
import { addPrimaryKey, keepKeys } from "./key-ring.ts";
import { openProjectSecret, rewrapProjectSecret } from "./open-project-secret.ts";

const { sealing, opening } = createTestKeys();

function seal(value: string): ProjectSecret {
  const identity = { id: randomUUID(), projectId: randomUUID(), repoId: randomUUID(), name: "NPM_TOKEN" };
  return sealProjectSecret({ ...identity, createdAt: new Date() }, value, sealing);
}

test("a sealed secret opens to the same text, whatever it is, and its row doesn't show it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 8 }), (value) => {
      const row = seal(value);
      expect(openProjectSecret(row, opening)).toBe(Buffer.from(value, "utf8").toString("utf8"));
      expect(JSON.stringify(row)).not.toContain(value);
    }),
  );
});

test.each<[string, Partial<ProjectSecret>]>([
  ["project", { projectId: randomUUID() }],
  ["repository", { repoId: randomUUID() }],
  ["id", { id: randomUUID() }],
  ["name", { name: "OTHER" }],
  ["version", { version: 1 }],
  ["data key", { wrappedDataKey: seal("another one").wrappedDataKey }],
  ["nonce", { encryptedKeyIv: seal("another one").encryptedKeyIv }],
  ["tag", { encryptedKey: seal("another one").encryptedKey.slice(0, 8) }],
])("a row whose %s was changed doesn't open", (_what, change) => {
  expect(() => openProjectSecret({ ...seal("secret-value"), ...change }, opening)).toThrow(
    "altered or belongs to another",
  );
});

test("a secret that was wrapped anew opens with the new key alone", () => {
  const rotated = { ...opening, ring: addPrimaryKey(opening.ring) };
  const newAlone = { ...opening, ring: keepKeys(rotated.ring, []) };
  const rewrapped = rewrapProjectSecret(seal("secret-value"), rotated);
  expect(openProjectSecret(rewrapped, newAlone)).toBe("secret-value");
  expect(() => openProjectSecret(seal("secret-value"), newAlone)).toThrow("not among the gateway's");
});
