import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openProjectSecret, parseKeyRing } from "@catalyst/core/opening";
import { createRepository } from "@catalyst/git";
import { listSealers } from "@catalyst/machine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { openStores, type Stores } from "../open-stores.ts";
import { runForTest } from "../testing/run-for-test.ts";

const CANARY = "npm_canary 0123456789\nsecond line";

let folder: string;
let env: Record<string, string>;
/** Keeps the embedded server running from one command to the next. */
let stores: Stores;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-secrets-"));
  env = { HOME: folder, PATH: "/usr/local/bin:/usr/bin:/bin", CATALYST_HOME: join(folder, "home") };
  stores = await openStores(readConfig(env));
  for (const name of ["shop", "other"]) {
    await createRepository({ path: join(folder, name), files: { "a.txt": "a\n" }, message: "Begin" });
  }
});

afterAll(async () => {
  await stores?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

const run = (args: string[], input = "") =>
  runForTest({ args: ["secrets", ...args], env, input, currentFolder: join(folder, "shop") });

test("a secret from standard input is stored sealed for this repository alone, and its value is shown nowhere", async () => {
  const added = await run(["add", "NPM_TOKEN"], `${CANARY}\n`);
  expect(added).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("shop gets NPM_TOKEN") });
  const listed = await run(["list", "--json"]);
  expect(JSON.parse(listed.stdout)).toMatchObject({ name: "NPM_TOKEN" });
  expect((await run(["list", "--json", "--repo", "../other"])).stdout).toBe("");
  const [stored] = await stores.secrets.listAll();
  const home = join(folder, "home");
  const ring = parseKeyRing(await readFile(join(home, "gateway-keys", "private"), "utf8"));
  expect(openProjectSecret(stored as never, { ring, sealers: await listSealers(home) })).toBe(CANARY);
  expect(JSON.stringify([added, listed, stored])).not.toContain("canary");
});

test("a secret that is added again is replaced; a removed one is gone, and removing it again says so", async () => {
  expect(await run(["add", "NPM_TOKEN"], "another value")).toMatchObject({ exitCode: 0 });
  expect(await stores.secrets.listAll()).toHaveLength(1);
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
  { what: "no value", args: ["add", "NPM_TOKEN"], input: "", words: "shorter than 8" },
  { what: "a folder that is no repository", args: ["list", "--repo", "/"], input: "", words: "not a git repository" },
])("$what is refused", async ({ args, input, words }) => {
  expect(await run(args, input)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(words) });
});
