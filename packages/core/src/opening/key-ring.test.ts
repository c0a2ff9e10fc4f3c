import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { addPrimaryKey, createKeyRing, type KeyRing, keepKeys, parseKeyRing, serializeKeyRing } from "./key-ring.ts";

const idsOf = ({ primary, pairs }: KeyRing) => [primary.publicKey.id, ...pairs.keys()];

test("a key ring survives being written and read, the primary first", () => {
  const ring = addPrimaryKey(addPrimaryKey(createKeyRing()));
  expect(idsOf(parseKeyRing(serializeKeyRing(ring)))).toEqual(idsOf(ring));
});

test("any 32 random bytes are a private key: those of openssl rand, with comments and empty lines beside", () => {
  const text = `# of the cluster\n\n${randomBytes(32).toString("base64")}\n`;
  const ring = parseKeyRing(text);
  expect(ring.pairs.size).toBe(1);
  expect(idsOf(parseKeyRing(text))).toEqual(idsOf(ring));
});

test("of the older keys those stay that are named, and the primary always does", () => {
  const oldest = createKeyRing();
  const ring = addPrimaryKey(addPrimaryKey(oldest));
  const kept = keepKeys(ring, [oldest.primary.publicKey.id]);
  expect([...kept.pairs.keys()]).toEqual([ring.primary.publicKey.id, oldest.primary.publicKey.id]);
});

test.each([
  "",
  "\n# nothing\n",
  "not base64!",
  "c2hvcnQ=",
  `${randomBytes(33).toString("base64")}`,
  `${randomBytes(32).toString("base64")}\nx`,
])("a key file with %j is refused", (text) => {
  expect(() => parseKeyRing(text)).toThrow("expected the base64 of one private key of 32 bytes per line");
});
