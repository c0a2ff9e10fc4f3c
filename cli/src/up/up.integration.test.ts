import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isAlive, readGatewayPublic } from "@catalyst/machine";
import { givePreparedDatabase } from "@catalyst/postgres/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readConfig } from "../config.ts";
import { checkServices } from "../doctor/check-services.ts";
import { openStores } from "../open-stores.ts";
import { COMPILED } from "../testing/compiled.ts";
import { endUp } from "../testing/end-up.ts";
import { runForTest } from "../testing/run-for-test.ts";
import { findUp, type UpHolder } from "./lock/up-lock.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const PATIENCE = { timeout: 180_000, interval: 100 };

let home: string;
let env: Record<string, string>;
let started: ChildProcess[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-up-"));
  env = {
    HOME: home,
    PATH: "/usr/local/bin:/usr/bin:/bin",
    CATALYST_HOME: home,
    CATALYST_WEB: "off",
    CATALYST_LISTEN: "127.0.0.1:0",
    ...COMPILED,
  };
  await givePreparedDatabase(home);
  started = [];
});

afterEach(async () => {
  for (const child of started) {
    child.kill("SIGTERM");
    await ended(child);
  }
  await endUp(home);
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

function startUp(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [MAIN, "up", ...args], { env, stdio: "ignore" });
  started.push(child);
  return child;
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    await new Promise((resolve) => child.once("exit", resolve));
  }
  return child.exitCode;
}

/** The port that the home's server remembers; null: it had none yet. */
async function findPort(): Promise<string | null> {
  return (await readFile(join(home, "server", "port"), "utf8").catch(() => null))?.trim() ?? null;
}

/** The `up` of the home with all of its children, gateway and server answering. */
function waitUntilServing(): Promise<UpHolder> {
  return vi.waitFor(async () => {
    const holder = await findUp(home);
    expect(holder?.children).toHaveLength(3);
    expect((await checkServices(readConfig(env), Promise.resolve([]))).state).toBe("ok");
    return holder as UpHolder;
  }, PATIENCE);
}

test("a home has one up, which ends with everything that it started", async () => {
  const up = startUp();
  const { children } = await waitUntilServing();
  const second = await runForTest({ args: ["up"], env });
  expect(second).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(`kill ${up.pid}`) });
  up.kill("SIGTERM");
  expect(await ended(up)).toBe(0);
  expect(children.filter(isAlive)).toEqual([]);
  expect(await findUp(home)).toBeNull();
});

test("what a command started in the background has no port, and makes room for one that a person starts", async () => {
  delete env.CATALYST_LISTEN;
  const background = startUp("--until-idle");
  await waitUntilServing();
  expect(await findPort()).toBeNull();
  startUp("--listen", "127.0.0.1:0");
  expect(await ended(background)).toBe(0);
  await waitUntilServing();
  await vi.waitFor(async () => expect(await findPort()).not.toBeNull(), PATIENCE);
  const answer = await fetch(`http://localhost:${await findPort()}/api/v1/tasks`);
  expect(answer.status).toBe(401);
});

test("an address that is none ends up with the server's words", async () => {
  const up = await runForTest({ args: ["up", "--listen", "3210"], env });
  expect(up).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("CATALYST_LISTEN must be host:port") });
});

test("a gateway that has not the keys which the database needs ends up with its words, and changes nothing", async () => {
  const stores = await openStores(readConfig(env));
  try {
    await stores.openSealing();
    const file = join(home, "gateway-keys", "private");
    await writeFile(file, `${Buffer.alloc(32, 7).toString("base64")}\n`);
    const published = await readGatewayPublic(home);
    const up = await runForTest({ args: ["up"], env });
    expect(up).toMatchObject({ exitCode: 3, stderr: expect.stringContaining(`${file} doesn't hold those`) });
    expect(await readGatewayPublic(home)).toEqual(published);
  } finally {
    await stores.close();
  }
});

test("a killed child is started again", async () => {
  startUp();
  const { children } = await waitUntilServing();
  for (const { pid } of children) {
    process.kill(pid, "SIGKILL");
  }
  await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), PATIENCE);
  await waitUntilServing();
});

test("what a killed up left is ended by the next one", async () => {
  const killed = startUp();
  const { children } = await waitUntilServing();
  killed.kill("SIGKILL");
  await ended(killed);
  expect(children.filter(isAlive)).toHaveLength(3);
  const next = startUp();
  expect((await waitUntilServing()).pid).toBe(next.pid);
  expect(children.filter(isAlive)).toEqual([]);
});

test("up until idle ends by itself when there is nothing to do and nobody has asked for some time", async () => {
  env.CATALYST_IDLE_SECONDS = "1";
  const up = startUp("--until-idle");
  await vi.waitFor(async () => expect((await findUp(home))?.pid).toBe(up.pid), PATIENCE);
  expect(await runForTest({ args: ["tasks", "list"], env })).toMatchObject({ exitCode: 0 });
  expect(await ended(up)).toBe(0);
  expect(await findUp(home)).toBeNull();
});
