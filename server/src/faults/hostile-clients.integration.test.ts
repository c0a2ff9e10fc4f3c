import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "../testing/ask.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

const MAX_CONNECTIONS = 20;
const HEALTH = "GET /api/v1/health HTTP/1.1\r\nhost: x\r\n\r\n";
const LONG_POST =
  "POST /api/v1/tasks HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n";

let server: TestServer;
let sockets: Socket[] = [];

beforeEach(async () => {
  server = await startTestServer({ headerSeconds: 1, requestSeconds: 1, maxConnections: MAX_CONNECTIONS });
});

afterEach(async () => {
  for (const socket of sockets) {
    socket.destroy();
  }
  sockets = [];
  await server.close();
});

async function connect(): Promise<Socket> {
  const socket = createConnection({ path: server.socketPath, allowHalfOpen: true });
  socket.on("error", () => undefined);
  sockets.push(socket);
  await once(socket, "connect");
  return socket;
}

/** All that is answered to these bytes until the server ends the connection. */
async function say(bytes: string): Promise<string> {
  const socket = await connect();
  socket.write(bytes);
  return text(socket);
}

const POST = "POST /api/v1/tasks HTTP/1.1\r\nhost: x\r\n";
const GET = "GET /api/v1/health HTTP/1.1\r\nhost: x\r\n";

test.each([
  { what: "no HTTP at all", bytes: "hello\r\n\r\n", answered: "400 invalid_input" },
  { what: "a length that is none", bytes: `${POST}content-length: -1\r\n\r\n`, answered: "400 invalid_input" },
  {
    what: "a body of two lengths",
    bytes: `${POST}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n`,
    answered: "400 invalid_input",
  },
  { what: "a NUL in a header", bytes: `${GET}x: \0\r\n\r\n`, answered: "400 invalid_input" },
  { what: "long headers", bytes: `${GET}x: ${"x".repeat(40_000)}\r\n\r\n`, answered: "413 too_large" },
  {
    what: "a tunnel through the server",
    bytes: "CONNECT x:443 HTTP/1.1\r\nhost: x\r\n\r\n",
    answered: "405 method_not_allowed",
  },
  { what: "headers that never end", bytes: GET, answered: "408 timed_out" },
  { what: "a body that never ends", bytes: `${LONG_POST}{`, answered: "408 timed_out" },
])("$what is refused in words, and the connection ended", async ({ bytes, answered }) => {
  const [status, code] = answered.split(" ");
  const answer = await say(bytes);
  expect(answer).toContain(`HTTP/1.1 ${status} `);
  expect(answer).toContain("content-type: application/problem+json");
  expect(answer).toContain(`"code":"${code}"`);
});

test("a client that has said all and closed its half gets its answer", async () => {
  const socket = await connect();
  socket.end(HEALTH);
  expect(await text(socket)).toContain('"status":"ok"');
});

test("clients that leave in the middle of what they say leave nothing behind", async () => {
  for (const bytes of [
    "",
    "GET /api",
    LONG_POST,
    `${LONG_POST}{"a`,
    HEALTH,
    "CONNECT x:443 HTTP/1.1\r\nhost: x\r\n\r\n",
  ]) {
    const socket = await connect();
    socket.write(bytes);
    socket.destroy();
  }
  expect(await ask(server.socketPath, { path: "/api/v1/health" })).toMatchObject({ status: 200 });
});

test("a connection that asks over and over before it was answered is ended", async () => {
  const socket = await connect();
  socket.write(HEALTH.repeat(20_000));
  await new Promise((resolve) => socket.resume().once("end", resolve).once("close", resolve));
});

test("a connection that sends a body in crumbs is ended before its time", async () => {
  const socket = await connect();
  socket.write(`${POST}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`);
  socket.write("1\r\n \r\n".repeat(1000));
  expect(await text(socket)).toBe("");
});

test("a connection over which something is asked for makes no room, and is there when others have ended", async () => {
  const stream = "GET /api/v1/changes/stream HTTP/1.1\r\nhost: x\r\n\r\n";
  const streams = await Promise.all(Array.from({ length: MAX_CONNECTIONS }, () => connect()));
  await Promise.all(
    streams.map((socket) => {
      socket.write(stream);
      return once(socket, "data");
    }),
  );
  const more = await connect();
  await once(more.resume(), "end");
  streams.pop()?.destroy();
  await expect
    .poll(() =>
      ask(server.socketPath, { path: "/api/v1/health" }).then(
        ({ status }) => status,
        () => null,
      ),
    )
    .toBe(200);
  expect(streams.map(({ readableEnded, destroyed }) => readableEnded || destroyed)).not.toContain(true);
});
