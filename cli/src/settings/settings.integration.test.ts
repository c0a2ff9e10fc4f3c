import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { listTasks } from "@catalyst/core";
import { createRepository } from "@catalyst/git";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findActor } from "../open-stores.ts";
import { openTestHome, type TestHome } from "../testing/open-test-home.ts";
import { runForTest } from "../testing/run-for-test.ts";

let home: TestHome;
let folder: string;

beforeAll(async () => {
  home = await openTestHome({ hasServices: false });
  folder = home.folder;
  const file = "defaultAgent: script\ntimeoutMinutes: 120\nallowedHosts: [npm]\n";
  await createRepository({
    path: join(folder, "garden"),
    files: { ".catalyst/config.yaml": file, ".devcontainer.json": '{ "image": "x" }' },
    message: "Begin",
  });
  await createRepository({
    path: join(folder, "broken"),
    files: { ".catalyst/config.yaml": "timeoutMinute: 5\n" },
    message: "Begin",
  });
});

afterAll(() => home?.close());

const run = (...args: string[]) => runForTest({ args, env: home.env, currentFolder: folder });
const check = async (...args: string[]) => JSON.parse((await run("config", "check", "--json", ...args)).stdout);

test("a setting is set, shown as set, and taken back", async () => {
  expect(await run("config", "set", "budgets.day.usd", "20")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("budgets.day.usd is 20"),
  });
  const shown = JSON.parse((await run("config", "show", "--json")).stdout);
  expect(shown).toMatchObject({ settings: { budgets: { day: { usd: 20 } } }, set: ["budgets.day.usd"] });
  expect((await run("config", "show")).stdout).toMatch(/budgets\.day\.usd +20 +catalyst config/);
  expect((await run("config", "show")).stdout).toMatch(/enabledAgents +- +default/);
  expect((await run("config", "unset", "budgets.day.usd")).stdout).toContain("the default holds");
  expect((await run("config", "show")).stdout).toMatch(/budgets\.day\.usd +- +default/);
});

test("a wrong setting or value is refused with the way out", async () => {
  expect(await run("config", "set", "budget.day.usd", "20")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("did you mean budgets.day.usd?"),
  });
  for (const args of [
    ["set", "nope", "3"],
    ["unset", "nope"],
  ]) {
    const { exitCode, stderr } = await run("config", ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('"nope" is not known here. See: catalyst config show');
    expect(stderr.length).toBeLessThan(200);
  }
  expect(await run("config", "set", "timeoutMinutes", "soon")).toMatchObject({ exitCode: 2 });
});

test("the default branch is shown, and set to one that is there", async () => {
  expect(await run("config", "default-branch", "--repo", "garden")).toMatchObject({ exitCode: 0, stdout: "main\n" });
  expect(await run("config", "default-branch", "nope", "--repo", "garden")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("Branches are: main"),
  });
  const set = await run("config", "default-branch", "main", "--repo", "garden", "--json");
  expect(JSON.parse(set.stdout)).toEqual({ repository: join(folder, "garden"), defaultBranch: "main" });
});

test("check shows what counts and who said it, and names what isn't supported", async () => {
  const shown = await run("config", "check", "--repo", "garden");
  expect(shown).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("not supported: image") });
  expect(shown.stdout).toMatch(/timeoutMinutes +120 +\.catalyst\/config\.yaml/);
  expect(shown.stdout).not.toContain("default\n");
  await run("config", "set", "timeoutMinutes", "60");
  expect(await check("--repo", "garden")).toMatchObject({
    settings: { timeoutMinutes: 60, defaultAgent: "script", allowedHosts: ["registry.npmjs.org"] },
    sources: { timeoutMinutes: "project", defaultAgent: "file", model: "default" },
  });
});

test("check reads the checkout, and with --base what is committed", async () => {
  await writeFile(join(folder, "garden/.catalyst/config.yaml"), "timeoutMinutes: 7\n");
  expect((await check("--repo", "garden")).settings.timeoutMinutes).toBe(7);
  expect((await check("--repo", "garden", "--base", "main")).settings.defaultAgent).toBe("script");
  await mkdir(join(folder, "garden/.devcontainer"));
  await writeFile(join(folder, "garden/.catalyst/config.yaml"), "defaultAgent: nobody\n");
  expect(await run("config", "check", "--repo", "garden")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('Unknown agent "nobody"'),
  });
  await writeFile(join(folder, "garden/.catalyst/config.yaml"), "enabledAgents: [codex-cli]\n");
  expect(await run("config", "check", "--repo", "garden")).toMatchObject({
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
  const asked = { actor: await findActor(home.stores), statuses: [], hasRefused: false, limit: 10, beforeNumber: null };
  expect(await listTasks(asked, home.stores)).toMatchObject({ tasks: [] });
});
