import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type AskedPort, listenOnPort, type OpenedPort } from "./listen-on-port.ts";

const host = "127.0.0.1";

let folder: string;
let servers: Server[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-port-"));
  servers = [];
});

afterEach(async () => {
  await closeAll();
  await rm(folder, { recursive: true });
});

async function closeAll(): Promise<void> {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
}

function newServer(): Server {
  const server = createServer();
  servers.push(server);
  return server;
}

async function open(server: Server, asked: AskedPort): Promise<OpenedPort> {
  const opened = await listenOnPort(server, asked);
  if (opened.beside !== null) {
    servers.push(opened.beside);
  }
  return opened;
}

async function takeAny(): Promise<number> {
  const server = newServer();
  await new Promise<void>((resolve) => server.listen({ host, port: 0 }, resolve));
  return (server.address() as AddressInfo).port;
}

test("a port that is taken means the next that is free, which the home has from then on", async () => {
  const taken = await takeAny();
  const { port: found } = await open(newServer(), { address: { host, port: taken }, isSaid: false, folder });
  expect(found).toBeGreaterThan(taken);
  expect(await readFile(join(folder, "port"), "utf8")).toBe(`${found}\n`);
  await closeAll();
  const { port: next } = await open(newServer(), { address: { host, port: taken }, isSaid: false, folder });
  expect(next).toBeGreaterThanOrEqual(found);
});

test("a port that was said is that one or none", async () => {
  const port = await takeAny();
  const asked = open(newServer(), { address: { host, port }, isSaid: true, folder });
  await expect(asked).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining(`${host}:${port}`) });
});

test("an address that isn't this machine's is a wrong setting", async () => {
  const asked = open(newServer(), { address: { host: "192.0.2.1", port: 0 }, isSaid: true, folder });
  await expect(asked).rejects.toMatchObject({ code: "invalid_configuration" });
});

test("whoever listens for localhost on ::1 has the port as well", async (context) => {
  const other = createTcpServer();
  const port = await new Promise<number | null>((resolve) => {
    other.once("error", () => resolve(null));
    other.listen({ host: "::1", port: 0 }, () => resolve((other.address() as AddressInfo).port));
  });
  if (port === null) {
    context.skip("no IPv6 here");
    return;
  }
  servers.push(other);
  const asked = open(newServer(), { address: { host, port }, isSaid: true, folder });
  await expect(asked).rejects.toMatchObject({ code: "conflict" });
});

test("a browser that looks for localhost on ::1 finds the server too", async (context) => {
  const server = newServer();
  server.on("request", (_request, response) => response.end("here"));
  const { port, beside } = await open(server, { address: { host, port: 0 }, isSaid: true, folder });
  if (beside === null) {
    context.skip("no IPv6 here");
    return;
  }
  expect(await (await fetch(`http://[::1]:${port}/`)).text()).toBe("here");
});
