import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startServer } from "../start-server.ts";
import { ask } from "../testing/ask.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { NO_PROXIES } from "./admission/trusted-proxies.ts";

let other: TestServer;
let web: Server;
let folder: string;
let waiting: ServerResponse[];

beforeEach(async () => {
  waiting = [];
  web = createServer((_request, response) => waiting.push(response));
  web.listen(0, "127.0.0.1");
  await once(web, "listening");
  folder = await mkdtemp(join(tmpdir(), "catalyst-handover-"));
  // What isn't at its end by itself is cut only then.
  other = await startTestServer({ drainSeconds: 3600 });
});

afterEach(async () => {
  await other.close();
  web.close();
  await rm(folder, { recursive: true });
});

function start(port: number) {
  const place = { url: new URL(`http://127.0.0.1:${(web.address() as AddressInfo).port}`) };
  const listen = { host: "127.0.0.1", port };
  const door = { listen, isSaid: true, publicUrl: null, tls: null, proxies: NO_PROXIES, web: place };
  return startServer({ folder, door, deps: other.deps });
}

test("a server that stops gives its answers, while its successor has the port and the socket already", async () => {
  const first = await start(0);
  const url = first.url as string;
  const headers = ["host", new URL(url).host, "connection", "keep-alive"];
  const pending = ask(url, { path: "/slow", headers });
  await expect.poll(() => waiting).toHaveLength(1);
  const stopped = first.stop();
  const second = await start(Number(new URL(url).port));
  expect(second.url).toBe(url);
  expect(await ask(url, { path: "/api/v1/health", headers })).toMatchObject({ status: 200 });
  expect(await ask(second.socketPath, { path: "/api/v1/tasks" })).toMatchObject({ status: 200 });
  waiting[0]?.end("late");
  expect(await pending).toMatchObject({ status: 200, text: "late", headers: { connection: "close" } });
  await stopped;
  await second.stop();
});
