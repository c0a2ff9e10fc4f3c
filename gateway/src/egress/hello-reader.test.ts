import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { clientHello, serverNames } from "../testing/client-hello.ts";
import { createHelloReader } from "./hello-reader.ts";

const readServerName = (bytes: Buffer) => createHelloReader().push(bytes);

const OTHER = { type: 10, content: Buffer.from([0, 2, 0, 29]) };

test("the server's name is read, whatever stands around it", () => {
  expect(readServerName(clientHello([OTHER, serverNames("Registry.npmjs.org"), OTHER]))).toEqual({
    kind: "name",
    name: "registry.npmjs.org",
  });
});

test("wherever the bytes are cut and however they are spread over records, there is more or the same name", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(400), (recordBytes, cut) => {
      const hello = clientHello([OTHER, serverNames("a.example.com")], recordBytes);
      expect(readServerName(hello.subarray(0, cut)).kind).toBe(cut < hello.length ? "more" : "name");
      expect(readServerName(Buffer.concat([hello, Buffer.from("more")]))).toEqual({
        kind: "name",
        name: "a.example.com",
      });
    }),
  );
});

test.each([
  ["no name", clientHello([OTHER]), "doesn't name one server"],
  ["two names", clientHello([serverNames("a.example", "b.example")]), "doesn't name one server"],
  ["two extensions of names", clientHello([serverNames("a.example"), serverNames("b.example")]), "one server"],
  [
    "an encrypted greeting",
    clientHello([serverNames("a.example"), { type: 0xfe0d, content: Buffer.alloc(8) }]),
    "hides",
  ],
  ["a list that is too short", clientHello([{ type: 0, content: Buffer.from([0, 9, 0]) }]), "malformed"],
  ["plain HTTP", Buffer.from("GET / HTTP/1.1\r\n\r\n"), "doesn't begin with TLS"],
  ["one byte of something else", Buffer.from("G"), "doesn't begin with TLS"],
  ["SSH", Buffer.from("SSH-2.0-x\r\n"), "doesn't begin with TLS"],
  ["another handshake", Buffer.from([22, 3, 1, 0, 4, 2, 0, 0, 0]), "greeting"],
  ["a greeting without end", Buffer.from([22, 3, 1, 0, 4, 1, 255, 255, 255]), "ordinary length"],
  ["an empty record", Buffer.from([22, 3, 1, 0, 0]), "doesn't begin with TLS"],
])("%s is refused", (_what, bytes, reason) => {
  expect(readServerName(bytes)).toEqual({ kind: "refused", reason: expect.stringContaining(reason) });
});

test("no bytes make it throw, and none give a name that isn't in them", () => {
  const hello = clientHello([serverNames("a.example.com")]);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(hello.length - 1), fc.nat(255)), { maxLength: 5 }), (changes) => {
      const bytes = Buffer.from(hello);
      for (const [at, value] of changes) {
        bytes[at] = value;
      }
      const found = readServerName(bytes);
      expect(found.kind !== "name" || bytes.toString("latin1").toLowerCase().includes(found.name)).toBe(true);
    }),
    { numRuns: 2000 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readServerName(Buffer.from(bytes))));
});

test("what comes after the decision changes nothing", () => {
  const reader = createHelloReader();
  const found = reader.push(clientHello([serverNames("a.example.com")]));
  expect(reader.push(clientHello([serverNames("b.example.com")]))).toBe(found);
});

/** How many bytes are copied while a greeting of so many bytes comes in pieces. */
function countCopied(helloBytes: number, { record, piece }: { record: number; piece: number }): number {
  const bytes = clientHello([{ type: 21, content: Buffer.alloc(helloBytes) }, serverNames("a.example.com")], record);
  const copy = vi.spyOn(Buffer.prototype, "copy");
  const reader = createHelloReader();
  for (let at = 0; at < bytes.length; at += piece) {
    reader.push(bytes.subarray(at, at + piece));
  }
  const copied = copy.mock.results.reduce((sum, { value }) => sum + Number(value), 0);
  copy.mockRestore();
  return copied / bytes.length;
}

test("each byte is copied once, however the greeting is cut into records and pieces", () => {
  for (const helloBytes of [4000, 8000, 16_000]) {
    expect(countCopied(helloBytes, { record: 100, piece: 1 })).toBeLessThanOrEqual(1);
    expect(countCopied(helloBytes, { record: 16_000, piece: 7 })).toBeLessThanOrEqual(1);
  }
});

test("a greeting in crumbs is refused before it is read whole", () => {
  const hello = clientHello([{ type: 21, content: Buffer.alloc(30 * 1024) }, serverNames("a.example.com")], 1);
  expect(readServerName(hello.subarray(0, 2000))).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("crumbs"),
  });
});
