import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { proveIsolation } from "./prove-isolation.ts";

const TIMES = {
  ...{ answerMilliseconds: 100, betweenMilliseconds: 20, policyMilliseconds: 500 },
  ...{ gatewayMilliseconds: 900, knockSeconds: 30 },
};
/** What one gateway that never answers would be waited for, and several one after the other. */
const LIMIT = { timeout: 12_000 };

let folder: string;
let servers: Server[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-probe-"));
  servers = [];
});
afterEach(async () => {
  for (const server of servers) {
    server.close();
  }
  await rm(folder, { recursive: true, force: true });
});

async function listen(place: string | { port: number; host: string }): Promise<Server> {
  const server = createServer((socket) => void socket.on("error", () => undefined));
  servers.push(server);
  await once(typeof place === "string" ? server.listen(place) : server.listen(place), "listening");
  return server;
}

/** A gateway of several addresses that takes connections and never answers. */
async function silentGateways() {
  const sockets = ["a", "b", "c", "d"].map((name) => join(folder, name));
  for (const socket of sockets) {
    await listen(socket);
  }
  return sockets.map((socket) => ({ socket }));
}

test("whoever is reached is told at the end of the time for policies, though no gateway answers", LIMIT, async () => {
  const reached = await listen({ port: 0, host: "127.0.0.1" });
  const { port } = reached.address() as { port: number };
  const place = {
    ...{ gateways: await silentGateways(), canaries: [], podIp: "127.0.0.1" },
    denied: [{ protocol: "tcp", host: "127.0.0.1", port } as const],
  };
  expect(await proveIsolation(place, TIMES)).toMatchObject({
    ...{ kind: "policyNotEnforced", failures: [`127.0.0.1:${port}`] },
  });
});

test("a gateway of which no address answers is told at the end of its own time", LIMIT, async () => {
  const place = { gateways: await silentGateways(), canaries: [], denied: [], podIp: "127.0.0.1" };
  expect((await proveIsolation(place, TIMES)).kind).toBe("gatewayUnreachable");
});
