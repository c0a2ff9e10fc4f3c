import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createByteReader } from "./byte-reader.ts";

const CHUNKS = fc.array(fc.string({ unit: fc.constantFrom("a", "\n", "ü"), maxLength: 6 }), { maxLength: 12 });

async function readAll(chunks: readonly string[]): Promise<string[]> {
  const reader = createByteReader(Readable.from(chunks.map((chunk) => Buffer.from(chunk))));
  const lines: string[] = [];
  for (let line = await reader.line(1000); line !== null; line = await reader.line(1000)) {
    lines.push(line.toString());
  }
  return lines;
}

test("lines are the same however they come in", async () => {
  await fc.assert(
    fc.asyncProperty(CHUNKS, async (chunks) => {
      const whole = chunks.join("");
      const expected = whole.split("\n");
      if (expected.at(-1) === "") {
        expected.pop();
      }
      expect(await readAll(chunks)).toEqual(expected);
    }),
  );
});

test("a stretch is as long as it is to be, or the stream has ended early", async () => {
  await fc.assert(
    fc.asyncProperty(CHUNKS, fc.nat(40), async (chunks, length) => {
      const whole = Buffer.from(chunks.join(""));
      const reader = createByteReader(Readable.from(chunks.map((chunk) => Buffer.from(chunk))));
      const pieces: Buffer[] = [];
      const reading = reader.stretch(length, (piece) => void pieces.push(piece));
      if (length > whole.length) {
        await expect(reading).rejects.toThrow("early");
      } else {
        await reading;
        expect(Buffer.concat(pieces)).toEqual(whole.subarray(0, length));
      }
    }),
  );
});
