import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
});

afterAll(() => home.remove());

const run = (repository: string, ...more: string[]) =>
  home.run(["run", "true", "--repo", repository, "--agent", "script", ...more]);

test("an unknown agent is refused with those that are known", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const { exitCode, stderr } = await home.run(["run", "x", "--repo", repository.path, "--agent", "nobody"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("claude-code");
});

test("without a key the way to add one is said, and nothing is stored", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const { exitCode, stderr } = await home.run(["run", "x", "--repo", repository.path, "--agent", "claude-code"]);
  expect(exitCode).toBe(4);
  expect(stderr).toContain("catalyst credentials add anthropic");
  expect((await home.run(["tasks", "list", "--json"])).stdout.trim()).toBe("");
});

test.each([
  ["missing", async () => "/nonexistent/repository", "there is no such folder"],
  ["not a repository", async () => home.path, "not a git repository"],
  ["without commits", async () => (await createGitRepository({})).path, "no commits"],
  ["behind another protocol", async () => "ssh://git@example.org/x.git", "not supported"],
  ["a transport that runs commands", async () => "ext::sh -c id", "not supported"],
])("a repository that is %s is refused with the reason", async (_what, make, reason) => {
  const { exitCode, stderr } = await run(await make());
  expect(exitCode).toBe(2);
  expect(stderr).toContain(reason);
});

test("a shallow repository, one with submodules and one with names that aren't UTF-8 are worked on", async () => {
  const source = await createGitRepository({ "a.txt": "one\n" });
  await writeFile(Buffer.concat([Buffer.from(`${source.path}/`), Buffer.from([0xe9, 0xff])]), "latin\n");
  await source.git("add", "--all");
  await source.git("commit", "--quiet", "--message=Odd name");
  await source.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", source.path, "sub");
  await source.git("commit", "--quiet", "--message=Add a submodule");
  const clone = `${source.path}-shallow`;
  await source.git("clone", "--quiet", "--depth=1", `file://${source.path}`, clone);
  for (const repository of [source.path, clone]) {
    const { exitCode, stdout, stderr } = await run(repository);
    expect(exitCode, stdout + stderr).toBe(0);
  }
});

test("a base branch that doesn't exist is refused with those that do", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const { exitCode, stdout, stderr } = await run(repository.path, "--base", "nope");
  expect(exitCode).toBe(2);
  expect(stdout + stderr).toContain("main");
});

test("wrong settings are named all at once", async () => {
  await home.endUps();
  const { exitCode, stderr } = await home.run(["tasks", "list"], {
    env: {
      DATABASE_URL: "mysql://x",
      CATALYST_GATEWAY_KEY_FILE: "relative",
      CATALYST_MASTER_KEY_FILE: "/srv/master.key",
    },
  });
  expect(exitCode).toBe(3);
  expect(stderr).toContain("DATABASE_URL");
  expect(stderr).toContain("CATALYST_GATEWAY_KEY_FILE must be an absolute path");
  expect(stderr).toContain("CATALYST_MASTER_KEY_FILE isn't a setting");
});

test("a gateway with a key that isn't its own is given up with its words, and damages nothing", async () => {
  const own = await createTestHome();
  const wrong = join(own.path, "wrong.key");
  await writeFile(wrong, `${Buffer.alloc(32, 7).toString("base64")}\n`, { mode: 0o600 });
  const key = { stdin: "sk-ant-canary-000001\n" };
  expect((await own.run(["credentials", "add", "anthropic"], key)).exitCode).toBe(0);
  await own.endUps();
  const refused = await own.run(["credentials", "rotate"], { env: { CATALYST_GATEWAY_KEY_FILE: wrong } });
  expect(refused.exitCode).toBe(3);
  expect(refused.stderr).toContain(`${wrong} doesn't hold those that this database was used with`);
  await own.endUps();
  const { stdout } = await own.run(["credentials", "list"]);
  expect(stdout).toContain("0001");
  expect(stdout).not.toContain("canary");
  await own.remove();
});

test("a home whose credentials were sealed in an earlier way is refused with the way out", async () => {
  await home.endUps();
  const mark = join(home.path, "master.key");
  await writeFile(mark, "an older key", { mode: 0o600 });
  const { exitCode, stderr } = await home.run(["credentials", "list"]);
  await rm(mark);
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/earlier development state[\s\S]*Nothing was changed[\s\S]*add the keys again/);
});

test("a database that can't be reached is named without its password", async () => {
  await home.endUps();
  const { exitCode, stdout, stderr } = await home.run(["tasks", "list"], {
    env: {
      DATABASE_URL: "postgres://me:hunter2@127.0.0.1:9/db",
    },
  });
  expect(exitCode).toBe(3);
  expect(stderr).toContain("127.0.0.1:9");
  expect(stdout + stderr).not.toContain("hunter2");
});
