import fc from "fast-check";
import { expect, test } from "vitest";
import { findHunks } from "./find-hunks.ts";

const lines = (...all: string[]) => all.join("\n");
const MAX = 10_000;
const MARKED = ["<<<<<<< ours", "x", "=======", "y", ">>>>>>> theirs"];

test("each conflict is shown with the lines around it, and nothing else", () => {
  const text = lines("1", "2", "3", "4", ...MARKED, "5", "6", "7", "8", "9", ...MARKED);
  const first = lines("@@ line 2 @@", "2", "3", "4", ...MARKED, "5", "6", "7");
  expect(findHunks(text, MAX)).toBe(lines(first, "@@ line 12 @@", "7", "8", "9", ...MARKED));
});

test("what is no conflict has no hunks, and one without an end goes to the text's", () => {
  expect(findHunks(lines("Title", "=======", "text"), MAX)).toBe("");
  expect(findHunks(lines("<<<<<<< ours", "x"), MAX)).toBe(lines("@@ line 1 @@", "<<<<<<< ours", "x"));
});

test("a file that is nothing but marks is looked at once, and as much of it is told as there is room for", () => {
  const text = "<<<<<<< \n>>>>>>> \n".repeat(500_000);
  expect(findHunks(text, MAX)).toHaveLength(MAX);
  expect(findHunks("<<<<<<< \n".repeat(500_000), MAX)).toHaveLength(MAX);
  expect(findHunks(`${"x\n".repeat(500_000)}<<<<<<< \n`, MAX)).toMatch(/^@@ line 499998 @@/);
});

test("whatever stands in a file, each place is told by its line, with lines of the file alone, and no more than there is room for", () => {
  const part = fc.constantFrom(
    "<<<<<<< ours",
    "=======",
    ">>>>>>> theirs",
    "||||||| base",
    "@@ line 1 @@",
    "x",
    "",
    "\r",
    "\u2028<<<<<<< x",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), fc.nat(400), (all, room) => {
      const whole = findHunks(all.join("\n"), MAX);
      expect(whole !== "").toBe(all.some((text) => text.startsWith("<<<<<<< ")));
      expect(findHunks(all.join("\n"), room)).toBe(whole.slice(0, room));
      const [, first] = /^@@ line (\d+) @@\n/.exec(whole) ?? [];
      const shown = whole.split("\n").slice(1, 3);
      expect(first === undefined ? [] : all.slice(Number(first) - 1, Number(first) + 1)).toEqual(shown);
    }),
  );
});
