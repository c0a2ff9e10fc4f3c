import { expect, test } from "vitest";
import { type SetupCacheInput, setupCacheKey } from "./setup-cache-key.ts";

const INPUT: SetupCacheInput = {
  repoId: "r",
  setup: "npm ci",
  files: "t",
  env: { A: "1", B: "2" },
  allowedHosts: ["a.example", "b.example"],
  sparsePaths: ["a", "b"],
  secrets: new Map([
    ["NPM_TOKEN", "1"],
    ["PIP_TOKEN", "2"],
  ]),
};

test("the order of variables, hosts, folders and secrets doesn't matter", () => {
  const reordered = {
    env: { B: "2", A: "1" },
    allowedHosts: INPUT.allowedHosts.toReversed(),
    sparsePaths: INPUT.sparsePaths.toReversed(),
    secrets: new Map([...INPUT.secrets].toReversed()),
  };
  expect(setupCacheKey({ ...INPUT, ...reordered })).toBe(setupCacheKey(INPUT));
  expect(setupCacheKey(INPUT)).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[string, Partial<SetupCacheInput>]>([
  ["another repository", { repoId: "s" }],
  ["another script", { setup: "npm install" }],
  ["any other file that it could read or run", { files: "u" }],
  ["another variable", { env: { A: "1", B: "3" } }],
  ["another host that it could fetch from", { allowedHosts: ["a.example"] }],
  ["another part that is checked out", { sparsePaths: ["a"] }],
  ["one secret less", { secrets: new Map([["NPM_TOKEN", "1"]]) }],
  [
    "a secret's new value",
    {
      secrets: new Map([
        ["NPM_TOKEN", "1"],
        ["PIP_TOKEN", "3"],
      ]),
    },
  ],
])("%s is another setup", (_what, change) => {
  expect(setupCacheKey({ ...INPUT, ...change })).not.toBe(setupCacheKey(INPUT));
});
