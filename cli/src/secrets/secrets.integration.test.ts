import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openProjectSecret, parseKeyRing } from "@catalyst/core/opening";
import { createRepository } from "@catalyst/git";
import { listSealers } from "@catalyst/machine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHome, type TestHome } from "../testing/open-test-home.ts";
import { runForTest } from "../testing/run-for-test.ts";

const CANARY = "npm_canary 0123456789\nsecond line";

let home: TestHome;

beforeAll(async () => {
  home = await openTestHome({ hasServices: false });
  await createRepository({ path: join(home.folder, "other"), files: { "a.txt": "a\n" }, message: "Begin" });
});

afterAll(() => home?.close());

const run = (args: string[], input = "") =>
  runForTest({ args: ["secrets", ...args], env: home.env, input, currentFolder: join(home.folder, "shop") });

test("a secret from standard input is stored sealed for this repository alone, and its value is shown nowhere", async () => {
  const added = await run(["add", "NPM_TOKEN"], `${CANARY}\n`);
  expect(added).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("shop gets NPM_TOKEN") });
  const listed = await run(["list", "--json"]);
  expect(JSON.parse(listed.stdout)).toMatchObject({ name: "NPM_TOKEN" });
  expect((await run(["list", "--json", "--repo", "../other"])).stdout).toBe("");
  const [stored] = await home.stores.secrets.listAll();
  const ring = parseKeyRing(await readFile(join(home.path, "gateway-keys", "private"), "utf8"));
  expect(openProjectSecret(stored as never, { ring, sealers: await listSealers(home.path) })).toBe(CANARY);
  expect(JSON.stringify([added, listed, stored])).not.toContain("canary");
});

test("a secret that is added again is replaced; a removed one is gone, and removing it again says so", async () => {
  expect(await run(["add", "NPM_TOKEN"], "another value")).toMatchObject({ exitCode: 0 });
  expect(await home.stores.secrets.listAll()).toHaveLength(1);
  expect(await run(["remove", "NPM_TOKEN"])).toMatchObject({ exitCode: 0 });
  expect(await run(["remove", "NPM_TOKEN"])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("secrets list"),
  });
  expect(await run(["list"])).toMatchObject({ stdout: "", stderr: expect.stringContaining("No secrets") });
});

test.each([
  { what: "a name that is no variable's", args: ["add", "npm token"], input: "some value", words: "letters, digits" },
  {
    what: "a name that the environment keeps",
    args: ["add", "PATH"],
    input: "some value",
    words: "sets this variable",
  },
  { what: "a value too short to mask", args: ["add", "NPM_TOKEN"], input: "short", words: "couldn't be masked" },
  { what: "no value", args: ["add", "NPM_TOKEN"], input: "", words: "nothing was given" },
  { what: "a folder that is no repository", args: ["list", "--repo", "/"], input: "", words: "not a git repository" },
])("$what is refused", async ({ args, input, words }) => {
  expect(await run(args, input)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(words) });
});
