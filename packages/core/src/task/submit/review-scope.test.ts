import { expect, test } from "vitest";
import { isInScope } from "./review-scope.ts";

test.each<[file: string, paths: string[], isIn: boolean]>([
  ["src/a.ts", [], true],
  ["src/a.ts", ["src"], true],
  ["src/a.ts", ["./src/"], true],
  ["src/a.ts", ["docs", "src/a.ts"], true],
  ["src-old/a.ts", ["src"], false],
  ["a.ts", ["src/a.ts"], false],
])("whether %s is in %j: %s", (file, paths, isIn) => {
  expect(isInScope(file, paths)).toBe(isIn);
});
