import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendOver } from "../../testing/send-over.ts";
import { startTestGateway, type TestGateway, type TestGrant } from "../../testing/start-test-gateway.ts";

/** Of processor time, beyond what client and provider take by themselves: a piece of work that grows with a body took seconds of it. */
const MOST_MILLISECONDS = 100;
const AT_ONCE = 4;
const MILLION = 1_000_000;
const OK = 200;
/** What is cleaned up in one of them by chance isn't in each; what grows with a body is. */
const TRIES = 3;

let gateway: TestGateway;
let folder: string;
/** The provider, which keeps nothing of what it is asked; on a port for the gateway, on a socket for who asks it without one. */
let providers: Server[];
let grant: TestGrant;
/** What the provider answers. */
let answer: { contentType: string; pieces: () => Iterable<string> };

const provide: RequestListener = async (request, response) => {
  for await (const _piece of request) {
    // It is read, and that is all.
  }
  response.writeHead(200, { "content-type": answer.contentType });
  for (const piece of answer.pieces()) {
    response.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-exhaustion-"));
  gateway = await startTestGateway();
  const [forGateway, bare] = [createServer(provide), createServer(provide)];
  providers = [forGateway, bare];
  await new Promise<void>((resolve) => forGateway.listen(0, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => bare.listen(join(folder, "provider"), resolve));
  const baseUrl = `http://127.0.0.1:${(forGateway.address() as AddressInfo).port}`;
  grant = await gateway.grant({ provider: "openai", key: "sk-0123456789", baseUrl });
});

afterAll(async () => {
  for (const server of providers) {
    server.closeAllConnections();
    server.close();
  }
  await gateway.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The most processor time that this thread took without a break while something ran, however busy the machine is. */
async function longestHold(run: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let before = process.threadCpuUsage();
  const timer = setInterval(() => {
    const now = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    longest = Math.max(longest, (now.user + now.system) / 1000);
  }, 5);
  await run();
  clearInterval(timer);
  return longest;
}

/** Several at once, over the gateway's socket or the provider's own; what each was answered, 0 where it broke off. */
function askAtOnce(socket: string, body: Buffer): Promise<number[]> {
  const headers = { authorization: `Bearer ${grant.token}`, "content-type": "application/json" };
  const request = { path: "/llm/openai/v1/responses", headers, body };
  const ask = () =>
    sendOver(socket, request).then(
      ({ httpStatus }) => httpStatus,
      () => 0,
    );
  return Promise.all(Array.from({ length: AT_ONCE }, ask));
}

/** How much longer the thread is held with the gateway than by client and provider alone, which are in it as well. */
async function holdBeyondBare(body: Buffer): Promise<number> {
  const socket = await gateway.socketOf(grant.executionId);
  const [bare, held]: [number[], number[]] = [[], []];
  for (let left = TRIES; left > 0; left--) {
    bare.push(await longestHold(() => askAtOnce(join(folder, "provider"), body)));
    held.push(await longestHold(() => askAtOnce(socket, body)));
  }
  return Math.min(...held) - Math.min(...bare);
}

const BODIES: [string, () => string][] = [
  [
    "ten million empty arrays",
    () =>
      `{"model":"m","input":[${Array(10 * MILLION)
        .fill("[]")
        .join(",")}]}`,
  ],
  ["fifteen million levels", () => `{"model":"m","input":${"[".repeat(15 * MILLION)}`],
  ["a million names", () => `{${Array.from({ length: MILLION }, (_, number) => `"k${number}":1`).join(",")}}`],
  ["as many parts as may be", () => `{"model":"m","input":[${Array(245_000).fill("{}").join(",")}]}`],
  ["a long text", () => JSON.stringify({ model: "m", input: 'é\\\\"\\u0001 words'.repeat(1.5 * MILLION) })],
];

test.each(BODIES)("%s in a body, %#, don't hold the thread that answers requests", async (_what, make) => {
  answer = { contentType: "application/json", pieces: () => ["{}"] };
  expect(await holdBeyondBare(Buffer.from(make()))).toBeLessThan(MOST_MILLISECONDS);
});

const ARRAYS = `[${Array(20_000).fill("[]").join(",")}]`;

test.each<[string, typeof answer]>([
  ["one long document", { contentType: "application/json", pieces: () => Array(120).fill(ARRAYS) }],
  ["one long line", { contentType: "text/event-stream", pieces: () => ["data: ", ...Array(120).fill(ARRAYS), "\n\n"] }],
  [
    "many long events",
    { contentType: "text/event-stream", pieces: () => Array(60).fill(`data: {"usage":${ARRAYS}}\n\n`) },
  ],
  [
    "events of a few bytes",
    { contentType: "text/event-stream", pieces: () => Array(30).fill("data: []\n\n".repeat(6000)) },
  ],
  ["empty data lines", { contentType: "text/event-stream", pieces: () => Array(30).fill("data:\n".repeat(10_000)) }],
  ["lines of JSON", { contentType: "application/x-ndjson", pieces: () => Array(30).fill("[]\n".repeat(20_000)) }],
])("%s in an answer don't hold it either", async (_what, given) => {
  answer = given;
  const body = Buffer.from('{"model":"m","input":"x"}');
  expect(await holdBeyondBare(body)).toBeLessThan(MOST_MILLISECONDS);
  expect(await askAtOnce(await gateway.socketOf(grant.executionId), body)).toEqual(Array(AT_ONCE).fill(OK));
});
