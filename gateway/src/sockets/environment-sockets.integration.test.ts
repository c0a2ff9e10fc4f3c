import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gatewayFolderName } from "@catalyst/core";
import { createMemory, memoryGrantStore } from "@catalyst/core/testing";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../limits/gateway-limits.ts";
import { type EnvironmentSockets, openEnvironmentSockets } from "./environment-sockets.ts";
import type { Peer } from "./peer.ts";

const EXECUTION = "0a1b2c3d-0000-4000-8000-000000000000";

let folder: string;
let grants: ReturnType<typeof memoryGrantStore>;
let needed: string[];
let tell: () => void;
let listed: number;
let now: number;
let sockets: EnvironmentSockets | null;
let peers: (string | null)[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-sockets-"));
  needed = [];
  listed = 0;
  now = Date.now();
  peers = [];
  sockets = null;
  grants = {
    ...memoryGrantStore(createMemory()),
    async listExecutions() {
      listed += 1;
      return needed;
    },
    async watch(onChange) {
      tell = onChange;
      return async () => undefined;
    },
  };
});

afterEach(async () => {
  sockets?.cut();
  await sockets?.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  sockets = await openEnvironmentSockets({
    folder,
    grants,
    limits: DEFAULT_LIMITS,
    now: () => new Date(now),
    log: pino({ level: "silent" }),
    onConnection(socket: Socket, { environment }: Peer) {
      peers.push(environment);
      socket.end("hello");
    },
  });
}

async function tellAndWait(): Promise<void> {
  const before = listed;
  tell();
  await expect.poll(() => listed).toBeGreaterThan(before);
}

function pathOf(executionId: string): string {
  return join(folder, gatewayFolderName(executionId), "gateway.sock");
}

/** What is said over an environment's socket; the error's code when nobody listens. */
function hear(executionId: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = "";
    const socket = createConnection(pathOf(executionId));
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
    socket.on("data", (data) => {
      heard += data.toString();
    });
    socket.on("close", () => resolve(heard));
  });
}

test("each execution that has a live grant gets a socket in a folder of its own, which tells whose connection it is", async () => {
  const other = randomUUID();
  needed = [EXECUTION];
  await start();
  expect(await hear(EXECUTION)).toBe("hello");
  needed = [EXECUTION, other];
  tell();
  await expect.poll(() => existsSync(pathOf(other))).toBe(true);
  expect(await hear(other)).toBe("hello");
  expect(peers).toEqual([gatewayFolderName(EXECUTION), gatewayFolderName(other)]);
  expect((await readdir(join(folder, gatewayFolderName(other)))).toSorted()).toEqual(["agent.sock", "gateway.sock"]);
});

test("a socket may be used by another account, and only the gateway's own may put something beside it", async () => {
  needed = [EXECUTION];
  await start();
  expect((await stat(pathOf(EXECUTION))).mode & 0o222).toBe(0o222);
  expect((await stat(join(folder, gatewayFolderName(EXECUTION)))).mode & 0o777).toBe(0o755);
});

test("a gateway that starts again puts the socket into the folder that an environment has mounted", async () => {
  needed = [EXECUTION];
  await start();
  const { ino } = await stat(join(folder, gatewayFolderName(EXECUTION)));
  await sockets?.close();
  expect(await hear(EXECUTION)).toBe("ENOENT");
  await start();
  expect(await hear(EXECUTION)).toBe("hello");
  expect((await stat(join(folder, gatewayFolderName(EXECUTION)))).ino).toBe(ino);
});

test("without the database it serves the folders that are there, and follows the grants once it answers", async () => {
  await mkdir(join(folder, gatewayFolderName(EXECUTION)));
  let isAway = true;
  const list = grants.listExecutions;
  grants.listExecutions = () => (isAway ? Promise.reject(new Error("the database is away")) : list());
  await start();
  expect(await hear(EXECUTION)).toBe("hello");
  isAway = false;
  needed = [randomUUID()];
  tell();
  await expect.poll(() => existsSync(pathOf(needed[0] ?? ""))).toBe(true);
});

test("a folder goes some seconds after its last grant, and at the latest when the gateway stops", async () => {
  const [ended, live] = [randomUUID(), randomUUID()];
  needed = [EXECUTION, ended, live];
  await start();
  needed = [ended, live];
  await tellAndWait();
  expect(await hear(EXECUTION)).toBe("hello");
  now += 11_000;
  tell();
  await expect.poll(() => existsSync(join(folder, gatewayFolderName(EXECUTION)))).toBe(false);
  needed = [live];
  await tellAndWait();
  await sockets?.close();
  expect(await readdir(folder)).toEqual([gatewayFolderName(live)]);
});

test("what isn't an environment's folder is left alone", async () => {
  await mkdir(join(folder, "0A1B2C3D"));
  await mkdir(join(folder, "notes"));
  await start();
  expect((await readdir(folder)).toSorted()).toEqual(["0A1B2C3D", "notes"]);
});
