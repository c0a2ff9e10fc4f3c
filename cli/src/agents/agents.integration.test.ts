import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHome, type TestHome } from "../testing/open-test-home.ts";
import { runForTest } from "../testing/run-for-test.ts";

const DEFINITION = `name: Echoer
command: echoer
dialect: openai-chat
prompt: argument
env:
  OPENAI_API_KEY: "{token}"
  OPENAI_BASE_URL: "{baseUrl}"
output:
  format: text
install:
  npm: echoer@1.0.0
`;

let home: TestHome;
beforeAll(async () => {
  home = await openTestHome({ hasServices: false });
  await mkdir(join(home.path, "agents.d"));
  await writeFile(join(home.path, "agents.d", "bad.yaml"), "name: Bad\n");
});
afterAll(() => home?.close());

const run = (...args: string[]) => runForTest({ args, env: home.env, currentFolder: join(home.folder, "shop") });
const readLines = (stdout: string) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

test("agents are listed with those whose definition is wrong, and one that nobody knows is answered with those that can be used", async () => {
  const listed = readLines((await run("agents", "list", "--json")).stdout);
  expect(listed.find(({ id }) => id === "script")).toMatchObject({ isInstalled: true, version: null, problem: null });
  expect(listed.find(({ id }) => id === "bad")).toMatchObject({ problem: expect.stringContaining("bad.yaml") });
  for (const command of ["check", "install"]) {
    const { exitCode, stderr } = await run("agents", command, "bogus");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/Unknown agent "bogus"\. Known are: claude-code, .*, script\. /);
    expect(stderr).not.toContain("bad");
  }
});

test("of all agents those that aren't installed are no failure, one that is named is", async () => {
  const named = await run("agents", "check", "codex");
  expect(named).toMatchObject({ exitCode: 3, stdout: expect.stringContaining("catalyst agents install codex-cli") });
  const checked = readLines((await run("agents", "check", "--json")).stdout);
  expect(checked.filter(({ isOk, isInstalled }) => !isOk && isInstalled).map(({ id }) => id)).toEqual(["bad"]);
});

test("what needs no installation says so, and one that can't be had says why", async () => {
  expect(await run("agents", "install", "script")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("needs no"),
  });
  expect(await run("agents", "install", "aider", "--from", "/bin/true")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("one executable. Install it: catalyst agents install aider"),
  });
  const refused = await run("agents", "install", "codex-cli", "--from", "nowhere");
  expect(refused.exitCode).not.toBe(0);
  expect(refused.exitCode).not.toBe(70);
  expect(refused.stderr).toContain(join(home.folder, "shop", "nowhere"));
});

test("definitions are checked by name and by path; a link in a repository and what isn't there are refused", async () => {
  expect(await run("agents", "validate", "bad")).toMatchObject({
    exitCode: 3,
    stdout: expect.stringContaining("bad.yaml"),
  });
  expect(await run("agents", "validate", "nobody")).toMatchObject({
    exitCode: 2,
    stdout: expect.stringContaining("no such file"),
  });
  const folder = join(home.folder, "shop", ".catalyst", "agents");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "echoer.yaml"), DEFINITION);
  await symlink(join(folder, "echoer.yaml"), join(folder, "linked.yaml"));
  expect((await run("agents", "validate", "echoer")).stdout).toContain("echoer.yaml");
  expect(await run("agents", "validate", "linked")).toMatchObject({
    exitCode: 3,
    stdout: expect.stringContaining("is a link"),
  });
});

test("what has had its time, and what setups made, is removed by the worker", async () => {
  expect(await run("clean")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("Nothing has had its time"),
  });
  expect(await run("clean", "--mirrors", "--json")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('"mirrors"'),
  });
  expect(await run("clean", "--setup-cache")).toMatchObject({
    exitCode: 0,
    stdout: "✓ 0 kept setups of shop dropped.\n",
  });
});
