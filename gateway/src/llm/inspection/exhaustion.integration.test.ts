import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway, type TestGrant } from "../../testing/start-test-gateway.ts";
import { startUpstream, type Upstream } from "../../testing/start-upstream.ts";

/** Of processor time, of which slow machines need more: a piece of work that grows with a body took seconds of it. */
const MOST_MILLISECONDS = 400;
const AT_ONCE = 4;
const MILLION = 1_000_000;

let gateway: TestGateway;
let upstream: Upstream;
let grant: TestGrant;
/** What the provider answers. */
let answer: { contentType: string; pieces: () => Iterable<string> };

beforeAll(async () => {
  gateway = await startTestGateway();
  upstream = await startUpstream(async (response) => {
    response.writeHead(200, { "content-type": answer.contentType });
    for (const piece of answer.pieces()) {
      response.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  });
  grant = await gateway.grant({ provider: "openai", key: "sk-0123456789", baseUrl: upstream.url });
});

afterAll(async () => {
  await upstream.close();
  await gateway.stop();
});

/**
 * The most processor time that this thread took without a break while something ran: however busy the machine is, and with
 * the client's and the provider's part in it.
 */
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

function askAtOnce(body: Buffer): Promise<number[]> {
  const headers = { authorization: `Bearer ${grant.token}`, "content-type": "application/json" };
  const ask = () => gateway.send({ path: "/llm/openai/v1/responses", headers, body }).catch(() => null);
  return Promise.all(Array.from({ length: AT_ONCE }, async () => (await ask())?.httpStatus ?? 0));
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
  const body = Buffer.from(make());
  await askAtOnce(Buffer.from('{"model":"m","input":"warm"}'));
  expect(await longestHold(() => askAtOnce(body))).toBeLessThan(MOST_MILLISECONDS);
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
  const hold = await longestHold(() => askAtOnce(Buffer.from('{"model":"m","input":"x"}')));
  expect(hold).toBeLessThan(MOST_MILLISECONDS);
});
