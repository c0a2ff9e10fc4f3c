import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { EnvironmentState } from "../environment-state.ts";
import type { KeeperOrder } from "./keeper-order.ts";
import { GatewayAbsent, waitForGateway } from "./wait-for-gateway.ts";

let folder: string;
let path: string;
let server: Server | null;
let noted: Partial<EnvironmentState>[];
let state: EnvironmentState;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "catalyst-wait-"));
  path = join(folder, "gateway.sock");
  server = null;
  noted = [];
  state = { detail: null } as EnvironmentState;
});

afterEach(() => {
  server?.close();
  rmSync(folder, { recursive: true });
});

function waiting(
  patience: { toldAfterMilliseconds: number; milliseconds: number },
  stop = new AbortController().signal,
) {
  const note = (change: Partial<EnvironmentState>) => {
    noted.push(change);
    state = { ...state, ...change };
  };
  const order = { gatewaySocket: path } as KeeperOrder;
  return waitForGateway({ order, stop, note, state: () => state }, patience);
}

test("a gateway that is late is waited for, which is told once", async () => {
  const done = waiting({ toldAfterMilliseconds: 10, milliseconds: 20_000 });
  await expect.poll(() => noted).toMatchObject([{ detail: "the gateway" }]);
  server = createServer().listen(path);
  await done;
  expect(noted).toMatchObject([{ detail: "the gateway" }, { detail: null }]);
});

test("one that doesn't come is given up, with the place where it was expected", async () => {
  const done = waiting({ toldAfterMilliseconds: 1, milliseconds: 50 });
  await expect(done).rejects.toThrow(GatewayAbsent);
  await expect(done).rejects.toThrow(`No gateway came to serve the environment at ${path} within 0 s.`);
});

test("who is told to end doesn't wait on", async () => {
  await expect(waiting({ toldAfterMilliseconds: 1, milliseconds: 60_000 }, AbortSignal.abort())).rejects.toThrow(
    GatewayAbsent,
  );
});
