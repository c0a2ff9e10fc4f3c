import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unixSocketTransport } from "@catalyst/api/unix-socket";
import { afterEach, beforeEach, expect, test } from "vitest";
import { greetServer } from "./greet-server.ts";

let home: string;
let server: Server | null;
let connections: number;
let asked: (string | undefined)[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "catalyst-greeting-"));
  [server, connections, asked] = [null, 0, []];
});

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  rmSync(home, { recursive: true });
});

async function serve(): Promise<string> {
  const folder = join(home, "server");
  mkdirSync(folder, { mode: 0o700 });
  const made = createServer(({ url }, response) => {
    asked.push(url);
    response.end("{}");
  }).on("connection", () => {
    connections += 1;
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(join(folder, "server.sock"), resolve));
  return folder;
}

test("what is asked after a greeting goes over the same connection", async () => {
  const folder = await serve();
  await greetServer(home);
  const request = { method: "GET", path: "/api/v1/tasks", headers: {}, body: null, signal: null };
  await unixSocketTransport(join(folder, "server.sock"))(request);
  expect(asked).toEqual(["/api/v1/health", "/api/v1/tasks"]);
  expect(connections).toBe(1);
});

test("where no server is, nothing is made", async () => {
  await greetServer(home);
  expect(readdirSync(home)).toEqual([]);
});

test("what others could answer isn't asked", async () => {
  chmodSync(await serve(), 0o755);
  await greetServer(home);
  expect(asked).toEqual([]);
});
