import { expect, test } from "vitest";
import { codeBlock, codeLine } from "./plain-text.ts";

test.each([
  ["npm test", "`npm test`"],
  ["a `b` c", "``a `b` c``"],
  ["`b`", "`` `b` ``"],
  ["one\ntwo <!-- @ada Closes #1", "`one two <!-- @ada Closes #1`"],
  ["\u202e\u200b", ""],
])("%j stands as code on one line", (text, expected) => {
  expect(codeLine(text)).toBe(expected);
});

test("a block can't be left by what stands in it", () => {
  const block = codeBlock("one\n````\n@ada Fixes #1\n/catalyst run\u202e");
  expect(block).toBe("`````text\none\n````\n@ada Fixes #1\n/catalyst run\n`````");
});

test("a text without end is cut, and a line without end, too", () => {
  const long = codeBlock(`${"x".repeat(1_000_000)}\n`);
  expect(long.length).toBeLessThan(300);
  const tall = codeBlock("x\n".repeat(1_000_000)).split("\n");
  expect(tall).toHaveLength(43);
  expect(tall.at(-2)).toBe("…");
});
