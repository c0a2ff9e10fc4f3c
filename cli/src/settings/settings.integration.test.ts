import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listTasks } from "@catalyst/core";
import { createRepository } from "@catalyst/git";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { findActor, openStores, type Stores } from "../open-stores.ts";
import { runForTest } from "../testing/run-for-test.ts";

let folder: string;
let env: Record<string, string>;
/** Keeps the embedded server running from one command to the next. */
let stores: Stores;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-settings-"));
  env = { HOME: folder, PATH: "/usr/local/bin:/usr/bin:/bin", CATALYST_HOME: join(folder, "home") };
  stores = await openStores(readConfig(env));
  const file = "defaultAgent: script\ntimeoutMinutes: 120\nallowedHosts: [npm]\n";
  await createRepository({
    path: join(folder, "shop"),
    files: { ".catalyst/config.yaml": file, ".devcontainer.json": '{ "image": "x" }' },
    message: "Begin",
  });
  await createRepository({
    path: join(folder, "broken"),
    files: { ".catalyst/config.yaml": "timeoutMinute: 5\n" },
    message: "Begin",
  });
});

afterAll(async () => {
  await stores?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

const run = (...args: string[]) => runForTest({ args, env, currentFolder: folder });
const check = async (...args: string[]) => JSON.parse((await run("config", "check", "--json", ...args)).stdout);

test("a setting is set, shown as set, and taken back", async () => {
  expect(await run("config", "set", "budgets.day.usd", "20")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("budgets.day.usd is 20"),
  });
  const shown = JSON.parse((await run("config", "show", "--json")).stdout);
  expect(shown).toMatchObject({ settings: { budgets: { day: { usd: 20 } } }, set: ["budgets.day.usd"] });
  expect((await run("config", "show")).stdout).toMatch(/budgets\.day\.usd +20 +catalyst config/);
  expect(await run("config", "unset", "budgets.day.usd")).toMatchObject({ exitCode: 0 });
  expect((await run("config", "show")).stdout).toMatch(/budgets\.day\.usd +- +default/);
});

test("a wrong setting or value is refused with the way out", async () => {
  expect(await run("config", "set", "budget.day.usd", "20")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("did you mean budgets.day.usd?"),
  });
  expect(await run("config", "set", "timeoutMinutes", "soon")).toMatchObject({ exitCode: 2 });
});

test("check shows what counts and who said it, and names what isn't supported", async () => {
  const shown = await run("config", "check", "--repo", "shop");
  expect(shown).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("not supported: image") });
  expect(shown.stdout).toMatch(/timeoutMinutes +120 +\.catalyst\/config\.yaml/);
  await run("config", "set", "timeoutMinutes", "60");
  expect(await check("--repo", "shop")).toMatchObject({
    settings: { timeoutMinutes: 60, defaultAgent: "script", allowedHosts: ["registry.npmjs.org"] },
    sources: { timeoutMinutes: "project", defaultAgent: "file", model: "default" },
  });
});

test("check reads the checkout, and with --base what is committed", async () => {
  await writeFile(join(folder, "shop/.catalyst/config.yaml"), "timeoutMinutes: 7\n");
  expect((await check("--repo", "shop")).settings.timeoutMinutes).toBe(7);
  expect((await check("--repo", "shop", "--base", "main")).settings.defaultAgent).toBe("script");
  await mkdir(join(folder, "shop/.devcontainer"));
  await writeFile(join(folder, "shop/.catalyst/config.yaml"), "defaultAgent: nobody\n");
  expect(await run("config", "check", "--repo", "shop")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('Unknown agent "nobody"'),
  });
  await writeFile(join(folder, "shop/.catalyst/config.yaml"), "enabledAgents: [codex-cli]\n");
  expect(await run("config", "check", "--repo", "shop")).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining("not among the enabled ones"),
  });
});

test("a task from a repository with wrong settings is refused with the place, and nothing is stored", async () => {
  const refused = await run("run", "true", "--repo", "broken", "--agent", "script");
  expect(refused).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining(
      '.catalyst/config.yaml:1:1: "timeoutMinute" is not known here; did you mean timeoutMinutes?',
    ),
  });
  const asked = { actor: await findActor(stores), statuses: [], hasRefused: false, limit: 10, beforeNumber: null };
  expect((await listTasks(asked, stores)).tasks).toEqual([]);
});
