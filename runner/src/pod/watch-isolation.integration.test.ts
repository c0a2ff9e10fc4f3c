import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { IsolationLost, watchWaiting } from "./watch-isolation.ts";

const HOST = "127.0.0.1";
let server: Server;
let asked: number;

beforeEach(async () => {
  asked = 0;
  server = createServer((socket) => {
    asked++;
    socket.on("error", () => undefined).destroy();
  });
  await once(server.listen(0, HOST), "listening");
});
afterEach(() => void server.close());

const denied = () => [{ protocol: "tcp" as const, host: HOST, port: (server.address() as AddressInfo).port }];

test("who waits for a job, and reaches somebody meanwhile, waits no more", async () => {
  const lost = watchWaiting(denied(), new AbortController().signal, 10);
  await once(lost, "abort");
  expect(lost.reason).toBeInstanceOf(IsolationLost);
  expect(lost.reason.message).toContain(HOST);
});

test("as long as nobody answers it waits on, and with its job that look is over", async () => {
  const targets = denied();
  const until = new AbortController();
  server.close();
  const lost = watchWaiting(targets, until.signal, 10);
  until.abort();
  await once(server.listen(targets[0]?.port, HOST), "listening");
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([lost.aborted, asked]).toEqual([false, 0]);
});
