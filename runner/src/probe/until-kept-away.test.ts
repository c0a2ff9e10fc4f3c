import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Target } from "../pod/target.ts";
import { untilKeptAway } from "./until-kept-away.ts";

let server: Server;
let target: Target;
beforeEach(async () => {
  server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(server, "listening");
  target = { protocol: "tcp", host: "127.0.0.1", port: (server.address() as AddressInfo).port };
});
afterEach(() => void server.close());

test("it waits for as long as somebody answers, and no longer than it may", async () => {
  let tries = 0;
  server.on("connection", () => {
    tries += 1;
  });
  await untilKeptAway([target], 200);
  expect(tries).toBeGreaterThan(1);
});

test("it ends once nobody answers", async () => {
  server.once("connection", () => void server.close());
  await untilKeptAway([target], 600_000);
  expect(server.listening).toBe(false);
});

test("where there is nobody to be tried it waits for nothing", async () => {
  await untilKeptAway([], 600_000);
});
