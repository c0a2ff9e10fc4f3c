import fc from "fast-check";
import { expect, test } from "vitest";
import { isInHunk, readHunks } from "./read-hunks.ts";

const PATCH = [
  ...["diff --git a/a b/a", "--- a/a", "+++ b/a", "@@ -1,3 +1,4 @@ top", " a", "-b", "+B", "+C", " d"],
  ...["@@ -10 +11,2 @@", " x", "+@@ -900,9 +900,9 @@", "\\ No newline at end of file"],
].join("\n");

test("the lines of a change are those of its hunks, on both sides", () => {
  expect(readHunks(PATCH)).toEqual({
    LEFT: [
      { from: 1, to: 3 },
      { from: 10, to: 10 },
    ],
    RIGHT: [
      { from: 1, to: 4 },
      { from: 11, to: 12 },
    ],
  });
});

test("a file that is new has no line before the change, one that is gone has none after it", () => {
  expect(readHunks("@@ -0,0 +1,40 @@\n+x")).toEqual({ LEFT: [], RIGHT: [{ from: 1, to: 40 }] });
  expect(readHunks("@@ -1,2 +0,0 @@\n-x")).toEqual({ LEFT: [{ from: 1, to: 2 }], RIGHT: [] });
  expect(readHunks("Binary files a/a and b/a differ")).toEqual({ LEFT: [], RIGHT: [] });
});

test.each([
  ["within one", { from: 11, to: 12 }, true],
  ["over two hunks", { from: 4, to: 11 }, false],
  ["beyond the end", { from: 12, to: 13 }, false],
  ["backwards", { from: 3, to: 2 }, false],
])("lines %s", (_what, lines, expected) => {
  expect(isInHunk(readHunks(PATCH).RIGHT, lines)).toBe(expected);
});

/** All that some tool takes for the end of a line, and what a hunk begins with. */
const NASTY = fc.constantFrom(
  "\r",
  "\u2028",
  "\u2029",
  "\v",
  "\f",
  "\u0085",
  "@@ -900,9 +900,9 @@",
  "diff --git a/b b/b",
  "x",
  "@",
);

test("no line of a file is taken for the head of a hunk, whatever stands in it", () => {
  const line = fc.tuple(fc.constantFrom(" ", "+", "-"), fc.array(NASTY)).map(([mark, parts]) => mark + parts.join(""));
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const hunks = readHunks(["@@ -1,3 +1,4 @@ top", ...lines].join("\n"));
      expect(hunks).toEqual({ LEFT: [{ from: 1, to: 3 }], RIGHT: [{ from: 1, to: 4 }] });
    }),
  );
});
