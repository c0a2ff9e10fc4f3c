import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Architecture, systemCallsOf } from "./seccomp/system-calls.ts";
import { findProcesses, makeTestHome, requestFor, SMALL_LIMITS } from "./testing/test-home.ts";

const CANARY = `CANARY-${randomBytes(16).toString("hex")}`;
const MARKER = randomUUID();
/** Private halves, as gateway and CLI name them. */
const KEY_FILES = ["gateway-keys/private", "sealer/private"];
const MEASURED = ["MiB on disk", "MiB in /tmp", "MiB in /dev/shm", "files on disk", "processes", "MiB of memory"];
const IS_ROOT = process.getuid?.() === 0;

const servers: Server[] = [];
let accepted = 0;
const home = makeTestHome();

async function listen(options: { host: string; port: number } | { path: string }): Promise<number> {
  const server = createServer((socket) => {
    accepted += 1;
    socket.end(CANARY);
  });
  server.listen(options);
  await once(server, "listening");
  servers.push(server);
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function describeTarget(hostPort: number) {
  const { refused, missing, conditional } = systemCallsOf(process.arch as Architecture, { canNest: false });
  const addresses = Object.values(networkInterfaces()).flatMap((them) => them ?? []);
  return {
    marker: MARKER,
    hostPid: process.pid,
    hostPort,
    hostAddresses: addresses.filter((it) => !it.internal && it.family === "IPv4").map((it) => it.address),
    hostPaths: [
      home.home,
      ...[...KEY_FILES, "gateway-public"].flatMap((name) => [
        join(home.home, name),
        `/proc/1/root${join(home.home, name)}`,
      ]),
      import.meta.dirname,
    ],
    abstractSocket: `catalyst-${MARKER}`,
    systemCalls: Object.fromEntries([...refused, ...missing].map((number) => [String(number), number])),
    clone: conditional.clone,
    socket: conditional.socket,
    // getpid
    harmless: process.arch === "x64" ? 39 : 172,
  };
}

/** Lets the agent do its worst; returns what it got by attempt, and how its environment ended. */
async function runAgent(agent: "malicious" | "exhausting", target: object = {}) {
  const { provider, waitForExit } = home;
  const program = readFileSync(join(import.meta.dirname, `fixtures/${agent}-agent.mjs`), "utf8");
  const script = `globalThis.target = ${JSON.stringify(target)};\n${program}`;
  const request = requestFor(script, { timeoutSeconds: 45 });
  await provider.ensure(request);
  const status = await waitForExit(request.executionId);
  const lines = status.output.split("\n").filter((line) => line.startsWith("["));
  return {
    status,
    executionId: request.executionId,
    results: lines.map((line): [string, unknown] => JSON.parse(line)),
  };
}

let hostPort = 0;

beforeAll(async () => {
  // The canary stands where keys are: in the starter's environment, beside the environment's folder, on loopback.
  vi.stubEnv("ANTHROPIC_API_KEY", CANARY);
  for (const name of KEY_FILES) {
    mkdirSync(dirname(join(home.home, name)));
    writeFileSync(join(home.home, name), CANARY);
  }
  writeFileSync(join(home.home, "gateway-public"), "the public half");
  mkdirSync(join(home.home, "agents"));
  writeFileSync(join(home.home, "agents", "other"), CANARY);
  hostPort = await listen({ host: "0.0.0.0", port: 0 });
  await listen({ path: `\0catalyst-${MARKER}` });
});

afterAll(async () => {
  servers.forEach((server) => {
    server.close();
  });
  vi.unstubAllEnvs();
  await home.remove();
});

describe("a malicious agent", () => {
  test("tries everything, gets nothing, and never sees the canary", { timeout: 180_000 }, async () => {
    expect(await text(connect(hostPort, "127.0.0.1"))).toBe(CANARY);
    accepted = 0;
    const { status, results, executionId } = await runAgent("malicious", await describeTarget(hostPort));
    expect(status).toMatchObject({ reason: "exited", exitCode: 0 });
    const controls = results.filter(([attempt]) => attempt.startsWith("control:"));
    expect(controls).toHaveLength(5);
    expect(controls.filter(([, got]) => got === null)).toEqual([]);
    expect(results.length).toBeGreaterThan(150);
    expect(results.filter(([attempt, got]) => got !== null && !attempt.startsWith("control:"))).toEqual([]);
    expect(accepted).toBe(0);
    expect(status.output).not.toContain(CANARY);
    expect(findFilesWith(CANARY, join(home.home, "environments", executionId))).toEqual([]);
  });

  test("leaves no process behind, though it tried to outlive its end", { timeout: 180_000 }, async () => {
    const { status } = await runAgent("malicious", await describeTarget(hostPort));
    expect(status.reason).toBe("exited");
    expect(findProcesses(MARKER)).toEqual([]);
  });

  test("exhausts its own limits only", { timeout: 180_000 }, async () => {
    const { status, results } = await runAgent("exhausting");
    if (!IS_ROOT) {
      // No file system of its own: the keeper ends it as soon as it measures too much.
      expect(status.reason).toBe("disk_full");
      return;
    }
    const measured = new Map(results);
    expect(measured.get("MiB on disk")).toBeLessThanOrEqual(SMALL_LIMITS.diskMib);
    expect(measured.get("MiB in /tmp")).toBeLessThanOrEqual(SMALL_LIMITS.memoryMib / 4);
    expect(measured.get("MiB in /dev/shm")).toBeLessThanOrEqual(SMALL_LIMITS.memoryMib / 8);
    expect(measured.get("files on disk")).toBeLessThanOrEqual((SMALL_LIMITS.diskMib * 2 ** 20) / 8192);
    expect(measured.get("processes")).toBeLessThan(SMALL_LIMITS.processes);
    expect(measured.get("MiB of memory")).toBeLessThan(SMALL_LIMITS.memoryMib);
    expect(MEASURED.filter((name) => !(Number(measured.get(name)) > 0))).toEqual([]);
  });
});

function findFilesWith(needle: string, folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name))
    .filter((file) => readFileSync(file, "latin1").includes(needle));
}
