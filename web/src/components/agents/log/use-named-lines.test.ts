import { expect, test } from "vitest";
import { hashOf, readLines } from "./use-named-lines.ts";

test("an address names a line or several, in either order; anything else names none", () => {
  expect(readLines("#L12")).toEqual({ from: 12, to: 12 });
  expect(readLines("#L40-L12")).toEqual({ from: 12, to: 40 });
  for (const other of ["", "#", "#L", "#L0x1", "#L12-", "#file-a", "#L1234567890"]) {
    expect(readLines(other)).toBeNull();
  }
});

test("from a line that is named to another goes an address, whichever comes first", () => {
  expect(hashOf(7, null)).toBe("#L7");
  expect(hashOf(7, { from: 3, to: 3 })).toBe("#L3-L7");
  expect(hashOf(3, { from: 7, to: 9 })).toBe("#L3-L7");
  expect(hashOf(7, { from: 7, to: 9 })).toBe("#L7");
});
