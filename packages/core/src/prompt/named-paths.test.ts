import { expect, test } from "vitest";
import { namedPaths } from "./named-paths.ts";

test("the files that a text names are found, each once", () => {
  const text = "See ./src/a.ts, `lib/c.test.js` (and /docs/d.md): src/a.ts breaks. Not ../x.ts, .git/config.x or e.g.";
  expect(namedPaths(text)).toEqual(["src/a.ts", "lib/c.test.js", "docs/d.md", "e.g"]);
});

test("a name of millions of folders is none", () => {
  expect(namedPaths("a/".repeat(2 ** 23))).toEqual([]);
});

test("the longest texts take little time, whatever they are", () => {
  const before = process.threadCpuUsage();
  for (const part of ["a", "a/", "a.", "./", ".", "-", "a.b/", "a@", "a/b.ccccccccccccc"]) {
    namedPaths(part.repeat(256 * 1024));
  }
  // A minute and more where each letter is a beginning.
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(10_000);
});
