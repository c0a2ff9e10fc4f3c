import { expect, test } from "vitest";
import { matchesName } from "./match-wildcards.ts";
import { matchesPath, PathPattern } from "./path-pattern.ts";

test.each([
  ["package.json", "package.json", true],
  ["package.json", "web/package.json", false],
  ["**/package.json", "package.json", true],
  ["**/package.json", "a/b/package.json", true],
  ["tools", "tools/x/install.sh", true],
  ["tools", "tools.sh", false],
  ["tools/**", "tools/.hidden/x", true],
  ["*", ".env", true],
  ["*.lock", "Cargo.lock", true],
  ["*.lock", "a/Cargo.lock", false],
  ["packages/*/package.json", "packages/core/package.json", true],
  ["packages/*/package.json", "packages/a/b/package.json", false],
  ["a/**/z", "a/z", true],
  ["a/**/z", "a/b/c/z", true],
  ["a/**/z", "a/b/c/y", false],
])("%j means %j: %s", (pattern, path, isMeant) => {
  expect(matchesPath([pattern], path)).toBe(isMeant);
  expect(matchesPath(["other", pattern], path)).toBe(isMeant);
});

test.each(["", "/etc/passwd", "../x", "a/./b", "a//b", "a/", "a\0b", "x".repeat(256)])("%j is no path", (path) => {
  expect(PathPattern.safeParse(path).success).toBe(false);
});

test("no pattern takes long, whatever it is compared with", () => {
  expect(matchesName("*a".repeat(100), "a".repeat(4000))).toBe(true);
  expect(matchesName(`${"*a".repeat(100)}b`, "a".repeat(4000))).toBe(false);
  expect(matchesPath([`${"**/a/".repeat(40)}b`], "a/".repeat(2000))).toBe(false);
});
