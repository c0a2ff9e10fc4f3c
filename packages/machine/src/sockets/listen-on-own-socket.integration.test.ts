import { chmod, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listenOnOwnSocket } from "./listen-on-own-socket.ts";
import { MAX_SOCKET_PATH_BYTES } from "./socket-path.ts";

let root: string;
let servers: Server[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "catalyst-socket-"));
  servers = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  await rm(root, { recursive: true, force: true });
});

function listenIn(folder: string): Promise<string> {
  const server = createServer();
  servers.push(server);
  return listenOnOwnSocket(server, { folder, name: "server.sock", who: "the server" });
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

test("folder and socket are the user's alone, whatever the folder allowed before", async () => {
  const folder = join(root, "server");
  const first = await listenIn(folder);
  expect(await modeOf(folder)).toBe(0o700);
  expect(await modeOf(first)).toBe(0o600);
  servers.pop()?.close();
  await chmod(folder, 0o777);
  await listenIn(folder);
  expect(await modeOf(folder)).toBe(0o700);
});

test("a socket that nobody listens on is taken over, and a living one refused in words", async () => {
  const folder = join(root, "server");
  const path = await listenIn(folder);
  await expect(listenIn(folder)).rejects.toMatchObject({
    code: "conflict",
    message: `Starting the server failed: one is already running at ${path}. Use it, or stop it first.`,
  });
  await new Promise((resolve) => servers[0]?.close(resolve));
  await writeFile(path, "");
  expect(await listenIn(folder)).toBe(path);
});

test("of several that start at once, one listens", async () => {
  const folder = join(root, "server");
  const started = await Promise.allSettled([1, 2, 3, 4].map(() => listenIn(folder)));
  expect(started.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(started.flatMap((one) => (one.status === "rejected" ? one.reason.code : []))).toEqual(
    Array(3).fill("conflict"),
  );
});

test("a link in the folder's place is refused, and so is a path that no socket may have", async () => {
  await symlink(root, join(root, "link"));
  await expect(listenIn(join(root, "link"))).rejects.toMatchObject({ code: "invalid_configuration" });
  const long = join(root, "x".repeat(100));
  const over = Buffer.byteLength(join(long, "server.sock")) - MAX_SOCKET_PATH_BYTES;
  await expect(listenIn(long)).rejects.toThrow(`at least ${over} bytes shorter`);
});
