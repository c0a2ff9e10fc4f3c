import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestGateway, type TestGateway, type TestGrant } from "../../testing/start-test-gateway.ts";
import { startUpstream, type Upstream } from "../../testing/start-upstream.ts";

const KEY = "AIza-canary-0123456789abcdefghijklmnop";
const STREAM = "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse";
const GOOGLES_LIBRARY = { "x-goog-api-client": "google-genai-sdk/1.30.0 gl-node/v24.21.0" };
const USAGE = {
  promptTokenCount: 90,
  cachedContentTokenCount: 40,
  candidatesTokenCount: 5,
  thoughtsTokenCount: 6,
  totalTokenCount: 101,
};

let gateway: TestGateway;
let upstream: Upstream;
let grant: TestGrant;
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  gateway = await startTestGateway({});
  upstream = await startUpstream((response) => answer(response));
  grant = await gateway.grant({ provider: "gemini", key: KEY, baseUrl: upstream.url });
});

afterEach(async () => {
  await upstream.close();
  await gateway.stop();
});

function ask(path: string, headers: Record<string, string> = {}) {
  const body = { contents: [{ role: "user", parts: [{ text: "hello" }] }] };
  return gateway.send({ path: `/llm/gemini${path}`, headers: { "x-goog-api-key": grant.token, ...headers }, body });
}

function chunk(content: object): string {
  return `data: ${JSON.stringify({ modelVersion: "gemini-2.5-pro", ...content })}\n\n`;
}

test("the key's header holds the real key, and what Gemini CLI sends of its user stays behind", async () => {
  answer = (response) => response.end("{}");
  await ask(STREAM, { ...GOOGLES_LIBRARY, "x-gemini-api-privileged-user-id": "an-installation" });
  const [request] = upstream.requests;
  expect(request?.url).toBe(STREAM);
  expect(request?.headers).toMatchObject({ "x-goog-api-key": KEY, ...GOOGLES_LIBRARY });
  expect(JSON.stringify(request)).not.toMatch(new RegExp(`${grant.token}|an-installation`));
});

test.each(["a-key-of-its-own", "the-token"])("a key in the address (%s) is refused and goes nowhere", async (which) => {
  const key = which === "the-token" ? grant.token : which;
  const refused = await ask(`/v1beta/models/gemini-2.5-pro:generateContent?key=${key}`);
  expect(refused.httpStatus).toBe(403);
  expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 403, status: "PERMISSION_DENIED" } });
  expect(refused.text).not.toContain(key);
  expect(upstream.requests).toEqual([]);
  expect(gateway.logged()).not.toContain(key);
});

test("a stream's thoughts and cached tokens are metered and priced", async () => {
  answer = (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(chunk({ candidates: [] }) + chunk({ usageMetadata: USAGE }));
  };
  expect((await ask(STREAM)).httpStatus).toBe(200);
  expect(gateway.eventsOf(grant.executionId)).toEqual([
    {
      type: "usage",
      provider: "gemini",
      model: "gemini-2.5-pro",
      usage: { inputTokens: 50, cacheReadTokens: 40, cacheWriteTokens: 0, outputTokens: 11, reasoningTokens: 6 },
      costUsd: expect.any(Number),
      isAtMost: false,
      isCovered: false,
    },
  ]);
});

test("counting tokens costs nothing", async () => {
  answer = (response) => response.end('{"totalTokens":31}');
  expect(JSON.parse((await ask("/v1beta/models/gemini-2.5-pro:countTokens")).text)).toEqual({ totalTokens: 31 });
  expect(gateway.eventsOf(grant.executionId)).toEqual([]);
});

test("Google's library is told within the stream that it broke off, in a piece that is an error to it", async () => {
  const begun = chunk({ candidates: [{ content: { parts: [{ text: "Half" }] } }], usageMetadata: USAGE });
  answer = (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(begun, () => response.destroy());
  };
  const response = await ask(STREAM, GOOGLES_LIBRARY);
  expect(response).toMatchObject({ httpStatus: 200, isCut: false });
  expect(JSON.parse(response.text.slice(begun.length))).toEqual({
    error: { code: 503, message: "gemini broke off its answer.", status: "UNAVAILABLE" },
  });
  expect(gateway.eventsOf(grant.executionId)).toMatchObject([{ type: "usage", usage: { cacheReadTokens: 40 } }]);
});

test.each<[string, string, Record<string, string>]>([
  ["a stream for another client", STREAM, {}],
  ["an answer that is no stream", "/v1beta/models/gemini-2.5-pro:generateContent", GOOGLES_LIBRARY],
])("%s that breaks off is cut", async (_what, path, headers) => {
  const contentType = path === STREAM ? "text/event-stream" : "application/json";
  answer = (response) => {
    response.writeHead(200, { "content-type": contentType });
    response.write(chunk({ candidates: [] }), () => response.destroy());
  };
  expect((await ask(path, headers)).isCut).toBe(true);
});

test("a key that Google doesn't know is told as rejected, although the answer is a 400", async () => {
  const details = [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" }];
  const error = { code: 400, message: "API key not valid.", status: "INVALID_ARGUMENT", details };
  answer = (response) => response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ error }));
  expect((await ask(STREAM)).httpStatus).toBe(400);
  expect(gateway.eventsOf(grant.executionId)).toEqual([
    {
      type: "llm_error",
      provider: "gemini",
      httpStatus: 400,
      detail: expect.stringMatching(/was rejected: API key not valid\./),
    },
  ]);
});
