import { execFileSync } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { NO_PROXIES } from "./door/admission/trusted-proxies.ts";
import { startServer } from "./start-server.ts";
import { ask } from "./testing/ask.ts";
import { startTestServer, type TestServer } from "./testing/start-test-server.ts";

let other: TestServer;
let folder: string;

beforeEach(async () => {
  other = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), "catalyst-noted-"));
});

afterEach(async () => {
  await other.close();
  await rm(folder, { recursive: true });
});

test("a request is noted that comes as soon as the socket is there, before the port is", async () => {
  // The port waits for its certificate until somebody writes one.
  const certFile = join(folder, "cert");
  execFileSync("mkfifo", [certFile]);
  const door = {
    listen: { host: "127.0.0.1", port: 0 },
    isSaid: true,
    publicUrl: null,
    tls: { certFile, keyFile: "/dev/null" },
    proxies: NO_PROXIES,
    web: null,
  };
  const started = startServer({ folder, door, deps: other.deps });
  const socketPath = join(folder, "server.sock");
  try {
    await expect
      .poll(() => ask(socketPath, { path: "/api/v1/health" }).catch(() => null))
      .toMatchObject({ status: 200 });
    expect((await stat(join(folder, "last-request"))).size).toBe(0);
  } finally {
    await writeFile(certFile, "none");
    await expect(started).rejects.toMatchObject({ code: "invalid_configuration" });
  }
});

test("a server that has stopped notes nothing more", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const { socketPath, stop } = await startServer({ folder, door: null, deps: other.deps });
  const path = join(folder, "last-request");
  await ask(socketPath, { path: "/api/v1/health" });
  await stop();
  await rm(path);
  vi.advanceTimersByTime(3000);
  await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
});
