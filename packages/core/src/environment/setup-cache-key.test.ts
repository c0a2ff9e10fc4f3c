import { expect, test } from "vitest";
import { type SetupCacheInput, setupCacheKey } from "./setup-cache-key.ts";

const INPUT: SetupCacheInput = {
  repoId: "r",
  baseBranch: "main",
  setup: "npm ci",
  env: { A: "1", B: "2" },
  lockFiles: new Map([
    ["package-lock.json", "1"],
    ["web/package-lock.json", "2"],
  ]),
};

test("the order of variables and lock files doesn't matter", () => {
  const reordered = { env: { B: "2", A: "1" }, lockFiles: new Map([...INPUT.lockFiles].toReversed()) };
  expect(setupCacheKey({ ...INPUT, ...reordered })).toBe(setupCacheKey(INPUT));
  expect(setupCacheKey(INPUT)).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[string, Partial<SetupCacheInput>]>([
  ["another repository", { repoId: "s" }],
  ["another base branch, whose scripts may be someone else's", { baseBranch: "theirs" }],
  ["another script", { setup: "npm install" }],
  ["another variable", { env: { A: "1", B: "3" } }],
  [
    "a changed lock file",
    {
      lockFiles: new Map([
        ["package-lock.json", "3"],
        ["web/package-lock.json", "2"],
      ]),
    },
  ],
  [
    "a moved lock file",
    {
      lockFiles: new Map([
        ["package-lock.json", "1"],
        ["api/package-lock.json", "2"],
      ]),
    },
  ],
  ["a removed lock file", { lockFiles: new Map([["package-lock.json", "1"]]) }],
])("%s is another setup", (_what, change) => {
  expect(setupCacheKey({ ...INPUT, ...change })).not.toBe(setupCacheKey(INPUT));
});
