import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listenOnPort } from "./listen-on-port.ts";

const host = "127.0.0.1";

let folder: string;
let servers: Server[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-port-"));
  servers = [];
});

afterEach(async () => {
  for (const server of servers) {
    server.close();
  }
  await rm(folder, { recursive: true });
});

function newServer(): Server {
  const server = createServer();
  servers.push(server);
  return server;
}

async function takeAny(): Promise<number> {
  const server = newServer();
  await new Promise<void>((resolve) => server.listen({ host, port: 0 }, resolve));
  return (server.address() as AddressInfo).port;
}

test("a port that is taken means the next that is free, which the home has from then on", async () => {
  const taken = await takeAny();
  const first = newServer();
  const found = await listenOnPort(first, { address: { host, port: taken }, isSaid: false, folder });
  expect(found).toBeGreaterThan(taken);
  expect(await readFile(join(folder, "port"), "utf8")).toBe(`${found}\n`);
  await new Promise((resolve) => first.close(resolve));
  servers[0]?.close();
  expect(await listenOnPort(newServer(), { address: { host, port: taken }, isSaid: false, folder })).toBe(found);
});

test("a port that was said is that one or none", async () => {
  const port = await takeAny();
  const asked = listenOnPort(newServer(), { address: { host, port }, isSaid: true, folder });
  await expect(asked).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining(`${host}:${port}`) });
});

test("an address that isn't this machine's is a wrong setting", async () => {
  const asked = listenOnPort(newServer(), { address: { host: "192.0.2.1", port: 0 }, isSaid: true, folder });
  await expect(asked).rejects.toMatchObject({ code: "invalid_configuration" });
});
