import fc from "fast-check";
import { expect, test } from "vitest";
import { readCodeOwners } from "./code-owners.ts";
import { matchesName } from "./match-wildcards.ts";
import { matchesPath, PathPattern } from "./path-pattern.ts";
import { isCheckedOut, SparsePath } from "./sparse-path.ts";

const LETTERS = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 12 });
const NAMES = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 12 });
const PATH = fc
  .array(fc.constantFrom("a", "b", "ab", ".."), { minLength: 1, maxLength: 6 })
  .map((names) => names.join("/"));

test("a name is matched as a regular expression would that has all the time it wants", () => {
  fc.assert(
    fc.property(LETTERS, NAMES, (pattern, name) => {
      expect(matchesName(pattern, name)).toBe(new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(name));
    }),
    { numRuns: 1000 },
  );
});

test("a path is matched as a regular expression would", () => {
  const parts = fc.array(fc.constantFrom("a", "b", "ab", "*", "**", "a*"), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(parts, PATH, (names, path) => {
      const source = names
        .map((name) => (name === "**" ? "(?:[^/]+/)*" : `${name.replaceAll("*", "[^/]*")}/`))
        .join("");
      expect(matchesPath([names.join("/")], path)).toBe(new RegExp(`^${source}(?:[^/]+/)*$`).test(`${path}/`));
    }),
    { numRuns: 1000 },
  );
});

test("whatever stands in settings and files of owners is read, or refused, and does no harm", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), PATH, (text, path) => {
      const isRefused = !PathPattern.safeParse(text).success;
      expect(isRefused || !text.split("/").includes("..")).toBe(true);
      expect(typeof matchesPath([text], path)).toBe("boolean");
      expect(SparsePath.safeParse(text).success && text.includes("..") && text.split("/").includes("..")).toBe(false);
      expect(typeof isCheckedOut([text], path)).toBe("boolean");
      expect(Array.isArray(readCodeOwners(text)(path))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("the worst of patterns takes no longer than its length times that of what it is matched with", () => {
  const rules = Array.from({ length: 250 }, () => `${"*a".repeat(480)}b @x`).join("\n");
  expect(readCodeOwners(rules)("a".repeat(255))).toEqual([]);
});
