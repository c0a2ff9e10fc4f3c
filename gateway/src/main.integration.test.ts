import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readGatewayPublic } from "@catalyst/machine";
import { connectDatabase, postgresGatewayWishStore } from "@catalyst/postgres";
import { afterAll, beforeAll, expect, test } from "vitest";

/** What is started here needn't be compiled anew each time. */
const { NODE_COMPILE_CACHE } = process.env;

let home: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-main-"));
});

afterAll(async () => {
  for (const child of running.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

function start(env: Record<string, string>): { child: ChildProcess; output(): string } {
  let output = "";
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", NODE_COMPILE_CACHE, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  running.push(child);
  return { child, output: () => output };
}

function health(): Promise<number> {
  return new Promise((resolve) => {
    const asked = request({ socketPath: join(home, "gateway", "gateway.sock"), path: "/health", agent: false });
    asked.on("response", (response) => resolve(response.resume().statusCode ?? 0));
    asked.on("error", () => resolve(0));
    asked.end();
  });
}

test("a gateway serves, keeps a second one out, is replaced when killed, and leaves nothing when told to stop", async () => {
  const first = start({ CATALYST_HOME: home });
  await expect.poll(health).toBe(200);

  const second = start({ CATALYST_HOME: home });
  expect(await once(second.child, "exit")).toEqual([1, null]);
  expect(second.output()).toContain("one is already running");
  expect(await health()).toBe(200);

  first.child.kill("SIGKILL");
  await once(first.child, "exit");
  const third = start({ CATALYST_HOME: home });
  await expect.poll(health).toBe(200);

  third.child.kill("SIGTERM");
  expect(await once(third.child, "exit")).toEqual([0, null]);
  await expect(stat(join(home, "gateway", "gateway.sock"))).rejects.toThrow();
});

test("what is asked of the gateway before it runs, and while it runs, is answered", async () => {
  const db = await connectDatabase({ home, databaseUrl: null });
  try {
    const wishes = postgresGatewayWishStore(db);
    const ask = () => wishes.ask({ wish: { kind: "rotate_keys" }, actor: null, lifetimeSeconds: 600 });
    const early = await ask();
    const gateway = start({ CATALYST_HOME: home });
    const answer = (id: string) => expect.poll(() => wishes.find(id).then((found) => found?.answer));
    await answer(early).toMatchObject({ kind: "rotated" });
    const published = (await readGatewayPublic(home))?.id;
    await answer(await ask()).toMatchObject({ kind: "rotated" });
    expect((await readGatewayPublic(home))?.id).not.toBe(published);
    gateway.child.kill("SIGTERM");
    expect(await once(gateway.child, "exit")).toEqual([0, null]);
  } finally {
    await db.close();
  }
});

test("wrong settings stop the start with every one of them named", async () => {
  const { child, output } = start({ CATALYST_HOME: "here", DATABASE_URL: "nowhere" });
  expect(await once(child, "exit")).toEqual([78, null]);
  expect(output()).toMatch(/CATALYST_HOME must be an absolute path; DATABASE_URL must be a postgres/);
});
