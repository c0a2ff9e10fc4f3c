import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
const sockets: Socket[] = [];

beforeAll(async () => {
  server = await startTestServer({ headerSeconds: 1, requestSeconds: 1, maxBodyBytes: 1000 });
});

afterEach(() => {
  for (const socket of sockets.splice(0)) {
    socket.destroy();
  }
});

afterAll(() => server.close());

/** All that is answered to these bytes until the server ends the connection; `HOST` stands for its own. */
async function say(bytes: string): Promise<string> {
  const socket = createConnection({ host: "127.0.0.1", port: server.port, allowHalfOpen: true });
  socket.on("error", () => undefined);
  sockets.push(socket);
  await once(socket, "connect");
  socket.write(Buffer.from(bytes.replaceAll("HOST", new URL(server.url).host), "latin1"));
  return text(socket);
}

const get = (headers = "", path = "/api/v1/health") => `GET ${path} HTTP/1.1\r\nhost: HOST\r\n${headers}\r\n`;
const post = (headers: string, path = "/api/v1/tasks") => `POST ${path} HTTP/1.1\r\nhost: HOST\r\n${headers}`;
const JSON_TYPE = "content-type: application/json\r\n";

test.each([
  { what: "no HTTP at all", bytes: "hello\r\n\r\n", answered: "400 invalid_input" },
  { what: "no host", bytes: "GET /api/v1/health HTTP/1.1\r\n\r\n", answered: "400" },
  { what: "HTTP/1.0 without a host", bytes: "GET /api/v1/health HTTP/1.0\r\n\r\n", answered: "400 invalid_input" },
  { what: "two hosts", bytes: get("host: evil.example\r\n"), answered: "400 invalid_input" },
  { what: "a host over two lines", bytes: get("x: a\r\n b\r\n"), answered: "400 invalid_input" },
  { what: "a space before the colon", bytes: get("x : a\r\n"), answered: "400 invalid_input" },
  { what: "a NUL in a header", bytes: get("x: \0\r\n"), answered: "400 invalid_input" },
  { what: "a lone carriage return", bytes: get("x: a\rset-cookie: b\r\n"), answered: "400 invalid_input" },
  { what: "long headers", bytes: get(`x: ${"x".repeat(40_000)}\r\n`), answered: "413 too_large" },
  { what: "a long path", bytes: get("", `/${"x".repeat(40_000)}`), answered: "413 too_large" },
  { what: "too many headers", bytes: get("x: y\r\n".repeat(150)), answered: "413 too_large" },
  {
    what: "a body of two lengths",
    bytes: post("content-length: 1\r\ncontent-length: 2\r\n\r\n"),
    answered: "400 invalid_input",
  },
  {
    what: "a length and chunks",
    bytes: post("content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n"),
    answered: "400 invalid_input",
  },
  {
    what: "an encoding that isn't chunks",
    bytes: post("transfer-encoding: gzip\r\n\r\n"),
    answered: "400 invalid_input",
  },
  { what: "a length that is none", bytes: post("content-length: -1\r\n\r\n"), answered: "400 invalid_input" },
  {
    what: "a body that says it is too large",
    bytes: post(`${JSON_TYPE}content-length: 1001\r\n\r\n`),
    answered: "413 too_large",
  },
  {
    what: "such a body for signing in",
    bytes: post(`${JSON_TYPE}content-length: 99999999\r\n\r\n`, "/api/auth/sign-in/email"),
    answered: "413 too_large",
  },
  { what: "headers that never end", bytes: "GET / HTTP/1.1\r\nhost: HOST\r\n", answered: "408 timed_out" },
])("$what is refused in words, and the connection ended", async ({ bytes, answered }) => {
  const [status, code] = answered.split(" ");
  const answer = await say(bytes);
  expect(answer).toContain(`HTTP/1.1 ${status} `);
  expect(answer).not.toMatch(/^set-cookie/im);
  if (code !== undefined) {
    expect(answer).toContain(`"code":"${code}"`);
  }
});

test("whoever isn't known is refused before a body is waited for", async () => {
  expect(await say(post(`${JSON_TYPE}content-length: 999\r\n\r\n{`))).toContain('"code":"unauthenticated"');
});

test.each([
  "CONNECT evil.example:443",
  "CONNECT 127.0.0.1:5432",
  "OPTIONS *",
  "TRACE /api/v1/health",
  "GET http://evil.example/",
])("it is nobody's way to elsewhere: %s", async (line) => {
  expect(await say(`${line} HTTP/1.1\r\nhost: HOST\r\n\r\n`)).not.toContain("HTTP/1.1 2");
});

test("a connection that is asked to become another one stays what it is", async () => {
  const answer = await say(get("connection: upgrade, close\r\nupgrade: websocket\r\nsec-websocket-key: eA==\r\n"));
  expect(answer).toContain("HTTP/1.1 200 ");
  expect(answer).not.toContain("HTTP/1.1 101");
});
