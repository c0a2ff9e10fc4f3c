import { expect, test } from "vitest";
import { readPaths } from "./read-paths.ts";

test.each<[words: string, paths: string[]]>([
  ["", []],
  ["src/", ["src"]],
  ["./src//api/ `docs/api.md` sum.js", ["src/api", "docs/api.md", "sum.js"]],
  ["/src", ["src"]],
  ["look at sum.js", []],
  ["src/ above all", []],
  ["../elsewhere/a.js", []],
  ["https://example.com/a", []],
  ["/", []],
  ["sum.", []],
  ["a/b ".repeat(21), []],
  ["größe/übersicht.md", ["größe/übersicht.md"]],
])("what a review is asked of by %j: %j", (words, paths) => {
  expect(readPaths(words)).toEqual(paths);
});
