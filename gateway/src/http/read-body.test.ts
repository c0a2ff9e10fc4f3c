import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { readBody } from "./read-body.ts";

test("a body in small pieces counts what they take in memory", async () => {
  let held = 0;
  const hold = {
    add(bytes: number) {
      held += bytes;
    },
  };
  const pieces = Array.from({ length: 1000 }, () => Buffer.from("x".repeat(50)));
  const body = await readBody(Readable.from(pieces), { maxBytes: 50_000, hold });
  expect(body.toString()).toBe("x".repeat(50_000));
  expect(held).toBeGreaterThanOrEqual(1000 * (50 + 190));
});
