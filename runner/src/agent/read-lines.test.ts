import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { readLines } from "./read-lines.ts";

async function lines(chunks: (string | Buffer)[], maxCharacters?: number): Promise<string[]> {
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  const found: string[] = [];
  for await (const line of readLines(stream, maxCharacters)) {
    found.push(line);
  }
  return found;
}

test("lines are put together over chunk borders, the unfinished last one too", async () => {
  expect(await lines(["a", "b\nc", "\n", "\nd"])).toEqual(["ab", "c", "", "d"]);
});

test("characters that are split over chunks stay whole", async () => {
  const bytes = Buffer.from("é€\n");
  expect(await lines([bytes.subarray(0, 1), bytes.subarray(1, 3), bytes.subarray(3)])).toEqual(["é€"]);
});

test("carriage returns of line ends are left out", async () => {
  expect(await lines(["a\r", "\nb\r\n"])).toEqual(["a", "b"]);
});

test("a line that is too long is cut with a note, and the next one is whole", async () => {
  expect(await lines(["12345", "67890\nnext\n12345"], 5)).toEqual(["12345 [cut]", "next", "12345"]);
});

test("nothing gives no line", async () => {
  expect(await lines([])).toEqual([]);
});
