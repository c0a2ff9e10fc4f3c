import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestGateway, type TestGateway, type TestGrant } from "../testing/start-test-gateway.ts";
import { startUpstream, type Upstream } from "../testing/start-upstream.ts";

let gateway: TestGateway;
let upstream: Upstream;
let grant: TestGrant;
let opened: Socket[];

beforeEach(async () => {
  opened = [];
  gateway = await startTestGateway();
  upstream = await startUpstream((response) => void response.end("{}"));
  grant = await gateway.grant({ provider: "openai", key: "sk-0123456789", baseUrl: upstream.url });
});

afterEach(async () => {
  for (const socket of opened) {
    socket.destroy();
  }
  await upstream.close();
  await gateway.stop();
});

async function connect(): Promise<Socket> {
  const socket = createConnection(await gateway.socketOf(grant.executionId));
  opened.push(socket);
  socket.on("error", () => undefined).on("data", () => undefined);
  await once(socket, "connect");
  return socket;
}

interface Asked {
  line: string;
  token?: string;
  type?: string;
}

function headOf({ line, token, type = "application/json" }: Asked): string {
  const authorization = token === undefined ? "" : `Authorization: Bearer ${token}\r\n`;
  return `${line} HTTP/1.1\r\nHost: x\r\n${authorization}Content-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\n`;
}

const PIECES = "1\r\n \r\n".repeat(200_000);
const GIT = "/git/repository.git";

test.each<[string, (grant: TestGrant) => Asked]>([
  [
    "a fetch",
    ({ token }) => ({ token, line: `POST ${GIT}/git-upload-pack`, type: "application/x-git-upload-pack-request" }),
  ],
  [
    "a push",
    ({ token }) => ({ token, line: `POST ${GIT}/git-receive-pack`, type: "application/x-git-receive-pack-request" }),
  ],
  ["a request to a model", ({ token }) => ({ token, line: "POST /llm/openai/v1/responses" })],
  ["events", ({ runnerToken }) => ({ token: runnerToken, line: "POST /events" })],
  ["a request that has no use for one", ({ runnerToken }) => ({ token: runnerToken, line: "GET /messages" })],
  ["a request of nobody", () => ({ line: "POST /events" })],
])("a body in one-byte pieces ends its environment's connections, in %s", async (_what, asked) => {
  const [flooding, idle] = [await connect(), await connect()];
  flooding.write(headOf(asked(grant)) + PIECES);
  await expect.poll(() => [flooding.destroyed, idle.destroyed]).toEqual([true, true]);
  const later = () =>
    gateway.send({ path: "/messages", headers: { authorization: `Bearer ${grant.runnerToken}` } }).catch(() => null);
  await expect.poll(async () => (await later())?.httpStatus).toBe(200);
});

test("what is sent of a body after the answer ends the connection", async () => {
  const socket = await connect();
  const answer = once(socket, "data");
  socket.write(`${headOf({ line: "GET /messages", token: grant.runnerToken })}1\r\n \r\n`);
  expect(String((await answer)[0])).toMatch(/^HTTP\/1\.1 200 /);
  await expect.poll(() => socket.destroyed).toBe(true);
});

test("a body in pieces of the size that git's lines have is read, and so is a short one in any pieces", async () => {
  const body = JSON.stringify({ model: "m", input: "word ".repeat(200_000) });
  const lines = body.match(/.{1,50}/g) ?? [];
  for (const pieces of [lines, [...JSON.stringify({ model: "m", input: "x" })]]) {
    const socket = await connect();
    const answer = once(socket, "data");
    const chunks = pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`);
    socket.write(`${headOf({ line: "POST /llm/openai/v1/responses", token: grant.token })}${chunks.join("")}0\r\n\r\n`);
    expect(String((await answer)[0])).toMatch(/^HTTP\/1\.1 200 /);
  }
});
