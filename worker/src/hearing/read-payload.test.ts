import fc from "fast-check";
import { expect, test } from "vitest";
import { readPayload } from "./read-payload.ts";

const read = (value: unknown) => readPayload(Buffer.from(JSON.stringify(value)));

test("of a payload is told where it comes from, as far as it says", () => {
  const payload = { action: "assigned", installation: { id: 5 }, repository: { id: 2 ** 40, name: "shop" } };
  expect(read(payload)).toEqual({
    payload,
    facts: { action: "assigned", installationId: 5, repositoryId: 2 ** 40 },
  });
});

test.each([
  {},
  { action: null, installation: null, repository: null },
  { action: "a\u0000b", installation: { id: "5" }, repository: { id: 1e300 } },
  { action: "a".repeat(101), installation: { id: -1 }, repository: [] },
  { action: { toString: "x" }, installation: 7, repository: { id: 1.5 } },
])("what can't be read of where it comes from isn't told: %j", (payload) => {
  expect(read(payload)?.facts).toEqual({ action: null, installationId: null, repositoryId: null });
});

test.each(["", "null", "[]", '"text"', "7", "{", '{"a":1}}', "\ufeff{}", "payload=%7B%7D"])(
  "%j is no payload",
  (text) => {
    expect(readPayload(Buffer.from(text))).toBeNull();
  },
);

const deep = (depth: number, inside = '"{[\\"["') =>
  Buffer.from(`{"a":${"[".repeat(depth)}${inside}${"]".repeat(depth)}}`);

test("what is as deep as nobody writes is no payload, and brackets in texts don't count", () => {
  expect(readPayload(deep(63))?.payload).toHaveProperty("a");
  expect(readPayload(deep(64))).toBeNull();
  expect(readPayload(deep(12_000_000))).toBeNull();
  expect(read({ text: "[{".repeat(1000), quoted: '\\"[['.repeat(100) })).not.toBeNull();
});

test("whatever is sent, reading it throws nothing", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string({ unit: "binary" })), (text) => {
      const found = readPayload(Buffer.from(text));
      expect(found === null || typeof found.payload === "object").toBe(true);
    }),
  );
});
