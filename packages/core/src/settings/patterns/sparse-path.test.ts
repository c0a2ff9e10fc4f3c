import { describe, expect, test } from "vitest";
import { isCheckedOut, SparsePath } from "./sparse-path.ts";

describe("a folder that is checked out", () => {
  test.each(["services", "services/shop", "a b/ü", ".github"])("%s", (path) => {
    expect(SparsePath.safeParse(path).success).toBe(true);
  });

  test.each([
    "",
    "/services",
    "services/",
    "a//b",
    "../a",
    "a/..",
    "./a",
    "a/.git",
    "*.ts",
    "a/*",
    "--stdin",
    "!a",
    "a\nb",
    "a\0b",
    '"a"',
  ])("%j is none", (path) => {
    expect(SparsePath.safeParse(path).success).toBe(false);
  });
});

test.each([
  ["services/shop/a.ts", true],
  ["services/shop/deep/a.ts", true],
  ["services/shopping/a.ts", false],
  ["services/other/a.ts", false],
  ["services/readme.md", true],
  ["readme.md", true],
  ["docs/readme.md", false],
])("%s: %s", (path, expected) => {
  expect(isCheckedOut(["services/shop"], path)).toBe(expected);
  expect(isCheckedOut([], path)).toBe(true);
});
