import { expect, test } from "vitest";
import { findHunk } from "./find-hunk.ts";

const PATCH = [
  "@@ -1,3 +1,3 @@",
  " a",
  "-b",
  "+B",
  " c",
  "@@ -10,2 +10,3 @@ sum",
  " j",
  "+k",
  " l",
  "\\ No newline at end of file",
].join("\n");

const at = (line: number, side: "LEFT" | "RIGHT" = "RIGHT", startLine: number | null = null) =>
  findHunk(PATCH, { line, side, startLine });

test("a line of the diff is found on its side, with the hunk as far as it", () => {
  expect(at(2)).toBe("@@ -1,3 +1,3 @@\n a\n-b\n+B");
  expect(at(2, "LEFT")).toBe("@@ -1,3 +1,3 @@\n a\n-b");
  expect(at(12)).toContain("+k\n l");
});

test("lines outside of every hunk, across hunks and backwards aren't part of the diff", () => {
  expect(at(5)).toBeNull();
  expect(at(12, "LEFT")).toBeNull();
  expect(at(11, "RIGHT", 3)).toBeNull();
  expect(at(2, "RIGHT", 3)).toBeNull();
  expect(at(3, "RIGHT", 1)).not.toBeNull();
});
