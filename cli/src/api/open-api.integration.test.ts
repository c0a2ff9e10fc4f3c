import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { givePreparedDatabase } from "@catalyst/postgres/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { COMPILED } from "../testing/compiled.ts";
import { endUp } from "../testing/end-up.ts";
import { runForTest } from "../testing/run-for-test.ts";
import { findUp, type UpHolder } from "../up/lock/up-lock.ts";
import { checkServerFolder } from "./check-server-folder.ts";

const PATIENCE = { timeout: 180_000 };

let home: string;
let env: Record<string, string>;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-api-"));
  env = { HOME: home, PATH: "/usr/local/bin:/usr/bin:/bin", CATALYST_HOME: home, ...COMPILED };
});
afterEach(async () => {
  await endUp(home);
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

const list = (more: Record<string, string> = {}) =>
  runForTest({ args: ["tasks", "list", "--json"], env: { ...env, ...more } });

test("two commands at once where nothing runs start one up and are both answered by it", async () => {
  const answers = await Promise.all([list(), list()]);
  expect(answers.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  const up = await findUp(home);
  expect(up).not.toBeNull();
  expect(await list()).toMatchObject({ exitCode: 0, stderr: "" });
  expect((await findUp(home))?.pid).toBe(up?.pid);
});

test("an up of another state of the code is ended and begun anew where a command started it, and is named else", async () => {
  await givePreparedDatabase(home);
  expect(await list()).toMatchObject({ exitCode: 0 });
  const old = await waitUntilReady();
  await pretend(old, { commit: "0".repeat(40) });
  expect(await list()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("started anew") });
  const other = await waitUntilReady();
  expect(other.pid).not.toBe(old.pid);
  await pretend(other, { commit: "0".repeat(40), isBackground: false });
  expect(await list()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(`kill ${other.pid}`) });
  await pretend(other, { main: "/gone/main.ts", isBackground: false });
  expect(await list()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("started anew") });
  expect((await findUp(home))?.pid).not.toBe(other.pid);
});

/** Until nothing writes into its lock. */
function waitUntilReady(): Promise<UpHolder> {
  return vi.waitFor(async () => {
    const up = await findUp(home);
    expect(up?.services.map(({ state }) => state)).toEqual(["ready", "ready", "ready"]);
    return up as UpHolder;
  }, PATIENCE);
}

const pretend = (up: UpHolder, change: Partial<UpHolder>) =>
  writeFile(join(home, "up.lock"), JSON.stringify({ ...up, ...change }));

test("an up that is to end at once answers whom it was started for", async () => {
  await givePreparedDatabase(home);
  expect(await list({ CATALYST_IDLE_SECONDS: "0" })).toMatchObject({ exitCode: 0, stdout: "" });
  await expect.poll(() => findUp(home), PATIENCE).toBeNull();
});

test("an up that a command started ends by itself some time after the last request", async () => {
  await givePreparedDatabase(home);
  expect(await list({ CATALYST_IDLE_SECONDS: "1" })).toMatchObject({ exitCode: 0 });
  await expect.poll(() => findUp(home), PATIENCE).toBeNull();
  expect((await stat(join(home, "server", "last-request"))).size).toBe(0);
});

test("a server that can't start is waited for until that is certain, and its own words end the command", async () => {
  const answer = await list({ DATABASE_URL: "postgres://catalyst@127.0.0.1:1/catalyst" });
  expect(answer).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("It said last: ") });
  expect(answer.stderr).toContain("127.0.0.1:1");
  expect(answer.stderr).toContain("up.log");
});

test("what its settings keep from starting isn't started again and again", async () => {
  const answer = await list({ CATALYST_PUBLIC_URL: "shop" });
  expect(answer).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("can't start. It said last: ") });
  expect(answer.stderr).toContain("CATALYST_PUBLIC_URL");
  expect(answer.stderr.match(/catalyst doctor/g)).toHaveLength(1);
  const starts = (await readFile(join(home, "logs", "up.log"), "utf8")).match(/Starting PostgreSQL/g);
  expect(starts).toHaveLength(1);
});

test("a folder in which others could answer in the server's place is refused", async () => {
  await mkdir(join(home, "server"));
  await chmod(join(home, "server"), 0o755);
  expect(await list()).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("chmod 700") });
  expect(await findUp(home)).toBeNull();
});

test("a home in which others may write is refused before anything is made there", async () => {
  for (const mode of [0o777, 0o775, 0o1777]) {
    await chmod(home, mode);
    const refused = { exitCode: 3, stderr: expect.stringContaining(`chmod go-w ${home}`) };
    expect(await list()).toMatchObject(refused);
    expect(await runForTest({ args: ["up"], env })).toMatchObject(refused);
    await expect(checkServerFolder(join(home, "server"))).rejects.toMatchObject({ code: "invalid_configuration" });
    expect(await readdir(home)).toEqual([]);
  }
});

test("a home is refused in which others may write by now, also while its server runs", async () => {
  await checkServerFolder(join(home, "server"));
  await chmod(home, 0o777);
  await expect(checkServerFolder(join(home, "server"))).rejects.toMatchObject({ code: "invalid_configuration" });
});

test("the folder is this user's before a server is started", async () => {
  const folder = join(home, "server");
  await checkServerFolder(folder);
  const { uid, mode } = await lstat(folder);
  expect([uid, mode & 0o777]).toEqual([process.getuid?.(), 0o700]);
  await checkServerFolder(folder);
});

test("a link in the folder's place is refused", async () => {
  await symlink(home, join(home, "server"));
  await expect(checkServerFolder(join(home, "server"))).rejects.toMatchObject({ code: "invalid_configuration" });
});
