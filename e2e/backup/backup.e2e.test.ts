import { mkdtemp, readdir, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { HOME_PARTS } from "../../cli/src/backup/home-parts.ts";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

const KEY = "not-a-real-key-0001";

async function openHome(): Promise<TestHome> {
  const home = await createTestHome({ isNew: true });
  onTestFinished(() => home.remove());
  return home;
}

async function catalyst(home: TestHome, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await home.run(args);
  expect(exitCode, stdout + stderr).toBe(0);
  return stdout;
}

/** A model's provider that notes the keys that it is asked with. */
async function startProvider(): Promise<{ url: string; keys: (string | undefined)[] }> {
  const keys: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    keys.push(request.headers.authorization);
    response.writeHead(200, { "content-type": "application/json" }).end('{"data":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, keys };
}

/** Signs in as the machine's owner. What asks as them, where a server is at that address. */
async function signIn(home: TestHome): Promise<(address: string) => Promise<number>> {
  const link = /http\S+/.exec(await catalyst(home, "open"))?.[0] ?? "";
  const answer = await fetch(link, { redirect: "manual" });
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(";", 1)[0])
    .join("; ");
  expect(cookie).not.toBe("");
  return async (address) => (await fetch(`${address}/api/v1/me`, { headers: { cookie } })).status;
}

async function addressOf(home: TestHome): Promise<string> {
  return new URL(/http\S+/.exec(await catalyst(home, "open"))?.[0] ?? "").origin;
}

test("a backup of a home that is used is a whole one elsewhere: results are published, keys open, runs go on, nobody is signed in", async () => {
  const home = await openHome();
  const started = home.start(["up", "--listen", "127.0.0.1:0"]);
  await started.shows("Ctrl-C ends it");
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const provider = await startProvider();
  const add = ["credentials", "add", "openai-compatible", "--base-url", provider.url];
  expect((await home.run(add, { stdin: `${KEY}\n` })).exitCode).toBe(0);
  const run = (script: string) => home.start(["run", script, "--repo", repository.path, "--agent", "script"]);
  expect((await run("echo x > AGENTS.md; git add -A; git commit -qm Instruct").ended).exitCode).toBe(5);
  const untilBranch = "git ls-remote --exit-code origin refs/heads/go || sleep 3600";
  await run(`echo at work; ${untilBranch}; echo two >> a.txt; git commit -qam Two`).shows("at work");
  const ask = await signIn(home);
  expect(await ask(await addressOf(home))).toBe(200);

  const folder = await mkdtemp(join(tmpdir(), "catalyst-backup-"));
  const [file, keys] = [join(folder, "home.tar"), join(folder, "keys")];
  const made = JSON.parse(await catalyst(home, "backup", file, "--keys", keys, "--json")) as object;
  expect(made).toMatchObject({ file, keys, counts: { tasks: 2, unfinished: 1, people: 1, sealed: 1 } });
  expect([(await stat(file)).mode & 0o777, (await stat(keys)).mode & 0o777]).toEqual([0o600, 0o600]);
  expect((await readdir(home.path)).filter((name) => !(name in HOME_PARTS))).toEqual([]);
  started.process.kill("SIGINT");
  await started.ended;

  const elsewhere = await openHome();
  await repository.git("branch", "go");
  await catalyst(elsewhere, "restore", file, "--keys", keys);
  await elsewhere.up();
  await catalyst(elsewhere, "tasks", "publish", "1", "--accept", "protected_path");
  const published = async () =>
    (await repository.git("log", "--format=%s", "--branches=catalyst/*", "^main")).split("\n").toSorted();
  // The other task goes on by itself, and may have been published by now.
  expect(await published()).toContain("Instruct");
  await catalyst(elsewhere, "credentials", "test", "openai-compatible");
  expect(provider.keys).toEqual([`Bearer ${KEY}`]);
  const second = async () => JSON.parse(await catalyst(elsewhere, "tasks", "show", "2", "--json")) as object;
  await expect.poll(second).toMatchObject({ status: "completed" });
  expect(await published()).toEqual(["Instruct", "Two"]);
  expect(await catalyst(elsewhere, "tasks", "logs", "2")).toContain("as after a restored backup");
  expect(await ask(await addressOf(elsewhere))).toBe(401);
});

test("without the gateway's keys doctor says what is missing, and that it can be brought", async () => {
  const home = await openHome();
  const add = ["credentials", "add", "anthropic"];
  expect((await home.run(add, { stdin: "sk-ant-not-a-real-key-000001\n" })).exitCode).toBe(0);
  const folder = await mkdtemp(join(tmpdir(), "catalyst-backup-"));
  const [file, keys] = [join(folder, "home.tar"), join(folder, "keys")];
  expect(await catalyst(home, "backup", file)).toContain("catalyst backup --keys");
  expect((await catalyst(home, "backup", join(folder, "again.tar"), "--keys", keys)).split("\n")).toHaveLength(5);

  const elsewhere = await openHome();
  expect(await catalyst(elsewhere, "restore", file)).toContain("gateway-keys/private");
  const examined = await elsewhere.run(["doctor", "--json"]);
  expect(examined.exitCode).toBe(3);
  const failed = examined.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { name: string; state: string; detail: string })
    .filter(({ state }) => state === "failed");
  expect(failed).toMatchObject([{ name: "Gateway's key", detail: expect.stringContaining("Put it back") }]);
});
