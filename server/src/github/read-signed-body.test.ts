import { createHmac, createSecretKey } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { readSignedBody } from "./read-signed-body.ts";

const SECRETS = ["one", "another"];
const reading = { secrets: SECRETS.map((secret) => createSecretKey(Buffer.from(secret))), maxBytes: 6 };

function openBody() {
  const body = new PassThrough();
  return { body, request: body as unknown as IncomingMessage };
}

test.each([[[]], [["whole"]], [["in", "two"]], [["a", "b", "c", "d", "e", "f"]]])(
  "a body in the pieces %j is had whole, with what each secret signs it with",
  async (pieces) => {
    const { body, request } = openBody();
    const read = readSignedBody(request, reading);
    for (const piece of pieces) {
      body.write(piece);
    }
    body.end();
    const whole = pieces.join("");
    const digests = SECRETS.map((secret) => createHmac("sha256", secret).update(whole).digest());
    expect(await read).toEqual({ body: Buffer.from(whole), digests });
  },
);

test("of a body that is too long no more is read", async () => {
  const { body, request } = openBody();
  const read = readSignedBody(request, reading);
  body.write("longer");
  body.write("still");
  expect(await read).toBeNull();
  expect(body.isPaused()).toBe(true);
  expect(body.destroyed).toBe(false);
});

test("a body that is broken off, while it is read or before, is none", async () => {
  const { body, request } = openBody();
  const read = readSignedBody(request, reading);
  body.write("half");
  body.destroy();
  await expect(read).rejects.toThrow("broken off");
  await expect(readSignedBody(request, reading)).rejects.toThrow("broken off");
});
