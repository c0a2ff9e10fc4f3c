import type { IncomingMessage } from "node:http";
import { PassThrough, type Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodeBody } from "./decode-body.ts";

function requestOf(body: Buffer, encoding?: string): IncomingMessage {
  const stream = new PassThrough();
  stream.end(body);
  return Object.assign(stream, {
    headers: encoding === undefined ? {} : { "content-encoding": encoding },
  }) as unknown as IncomingMessage;
}

async function read(input: Readable): Promise<string> {
  return Buffer.concat(await input.toArray()).toString();
}

test("plain and gzip bodies come out alike", async () => {
  expect(await read(decodeBody(requestOf(Buffer.from("0000")), 10))).toBe("0000");
  expect(await read(decodeBody(requestOf(gzipSync("0000"), "gzip"), 10))).toBe("0000");
});

test("a small body that unpacks to more than the limit is refused", async () => {
  const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
  await expect(read(decodeBody(requestOf(bomb, "gzip"), 1024 * 1024))).rejects.toMatchObject({ kind: "too_large" });
});

test("a body in an unknown encoding and one that isn't gzip are refused", async () => {
  expect(() => decodeBody(requestOf(Buffer.from("x"), "br"), 10)).toThrow("not accepted");
  await expect(read(decodeBody(requestOf(Buffer.from("not gzip"), "gzip"), 10))).rejects.toThrow();
});

test("a body that is cut off is an error, not a shorter body", async () => {
  const request = requestOf(Buffer.alloc(0));
  const broken = new PassThrough();
  Object.assign(broken, { headers: request.headers });
  const reading = read(decodeBody(broken as unknown as IncomingMessage, 10));
  broken.write("00");
  broken.destroy();
  await expect(reading).rejects.toThrow("cut off");
});
