import fc from "fast-check";
import { expect, test } from "vitest";
import { createAnswerSplitter } from "./split-answer.ts";

const MIB = 1024 * 1024;

function split(contentType: string, texts: readonly string[]): { pieces: string[]; hasLost: boolean } {
  const splitter = createAnswerSplitter(contentType);
  const pieces = [...texts.flatMap((text) => splitter.push(text)), ...splitter.end()];
  return { pieces, hasLost: splitter.hasLost() };
}

const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value));

function cutAt(text: string, cuts: readonly number[]): string[] {
  const places = [...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b);
  return places.map((end, index) => text.slice(places[index - 1] ?? 0, end));
}

test.each([
  ["text/event-stream", (piece: string) => `event: x\ndata: ${piece}\n\n`],
  ["application/x-ndjson", (piece: string) => `${piece}\n`],
])("%s gives the same pieces wherever it is cut", (contentType, frame) => {
  fc.assert(
    fc.property(fc.array(json, { minLength: 1 }), fc.array(fc.nat(), { maxLength: 10 }), (pieces, cuts) => {
      const text = pieces.map(frame).join("");
      expect(split(contentType, cutAt(text, cuts)).pieces).toEqual(pieces);
      expect(split(contentType, cutAt(text.trimEnd(), cuts)).pieces).toEqual(pieces);
    }),
  );
});

test("a document is one piece", () => {
  expect(split("application/json", ["[1,", "2]"]).pieces).toEqual(["[1,2]"]);
  expect(split("application/json", []).pieces).toEqual([]);
});

test.each([
  ["text/event-stream", "data: ", "\n\n"],
  ["application/x-ndjson", "", "\n"],
  ["application/json", "", ""],
])("%s: a piece that is too long is left out and told", (contentType, begin, end) => {
  const long = Array.from({ length: 9 }, () => "1".repeat(MIB));
  const { pieces, hasLost } = split(contentType, [begin, ...long, end]);
  expect(pieces).toEqual([]);
  expect(hasLost).toBe(true);
});
