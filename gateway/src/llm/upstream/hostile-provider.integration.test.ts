import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestRequest } from "../../testing/send-over.ts";
import { startTestGateway, type TestGateway, type TestGrant } from "../../testing/start-test-gateway.ts";
import { startUpstream, type Upstream } from "../../testing/start-upstream.ts";

const KEY = "sk-ant-canary-0123456789abcdefghij";
const MESSAGE_START =
  'event: message_start\ndata: {"type":"message_start","message":{"model":"claude-sonnet-4-5","usage":{"input_tokens":40,"cache_read_input_tokens":7,"output_tokens":1}}}\n\n';

let gateway: TestGateway;
let upstream: Upstream;
let grant: TestGrant;
let answer: (response: ServerResponse, request: IncomingMessage) => void;

beforeEach(async () => {
  gateway = await startTestGateway({
    limits: { upstreamConnectSeconds: 1, upstreamIdleSeconds: 1, grantCacheSeconds: 0.1, grantCheckSeconds: 0.1 },
  });
  upstream = await startUpstream((response, request) => answer(response, request));
  grant = await gateway.grant({ provider: "anthropic", key: KEY, baseUrl: upstream.url });
});

afterEach(async () => {
  // Whatever a provider does, the real key is neither in an event nor in a log line.
  expect(JSON.stringify(gateway.memory.events)).not.toContain(KEY);
  expect(gateway.logged()).not.toContain(KEY);
  expect(gateway.logged()).not.toContain(grant.token);
  await upstream.close();
  await gateway.stop();
});

function ask(more: Partial<TestRequest> = {}) {
  return gateway.send({
    path: "/llm/anthropic/v1/messages",
    headers: { "x-api-key": grant.token, ...more.headers },
    body: { model: "claude-sonnet-4-5", stream: true, messages: [] },
    ...(more.onData === undefined ? {} : { onData: more.onData }),
    ...(more.signal === undefined ? {} : { signal: more.signal }),
  });
}

function events() {
  return gateway.eventsOf(grant.executionId);
}

test("the provider gets the real key in its place, and nothing of the client's own", async () => {
  answer = (response) => response.end("{}");
  await ask({
    headers: {
      authorization: "Bearer something",
      cookie: "a=b",
      "x-forwarded-for": "10.0.0.1",
      "anthropic-beta": "b1",
      "accept-encoding": "gzip",
      "x-api-key": grant.token,
    },
  });
  const [request] = upstream.requests;
  expect(request?.headers).toMatchObject({ "x-api-key": KEY, "anthropic-beta": "b1", "accept-encoding": "identity" });
  expect(Object.keys(request?.headers ?? {}).sort()).toEqual([
    "accept-encoding",
    "anthropic-beta",
    "connection",
    "content-length",
    "content-type",
    "host",
    "x-api-key",
  ]);
  expect(JSON.stringify(request)).not.toContain(grant.token);
});

test("a redirect is not followed and becomes a bad gateway", async () => {
  const elsewhere = await startUpstream((response) => response.end("{}"));
  answer = (response) => response.writeHead(307, { location: elsewhere.url }).end();
  const response = await ask();
  expect(response.httpStatus).toBe(502);
  expect(JSON.parse(response.text)).toMatchObject({ type: "error", error: { type: "api_error" } });
  expect(response.headers.location).toBeUndefined();
  expect(elsewhere.requests).toEqual([]);
  await elsewhere.close();
});

test("a key that the provider echoes is masked in headers and body, wherever the pieces are cut", async () => {
  answer = async (response, request) => {
    const echoed = String(request.headers["x-api-key"]);
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "request-id": `r-${echoed}`,
      "x-echo": echoed,
      "set-cookie": "a=b",
    });
    for (const piece of [
      `data: {"key":"${echoed.slice(0, 9)}`,
      echoed.slice(9, 20),
      `${echoed.slice(20)}"}\n\n`,
      Buffer.from(echoed).toString("base64"),
    ]) {
      response.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  };
  const response = await ask();
  expect(response.text).toMatch(/^data: \{"key":"\[redacted\]\*+"\}\n\n\[redacted\]\**/);
  expect(response.headers["request-id"]).toMatch(/^r-\[redacted\]/);
  expect(JSON.stringify(response)).not.toContain("canary");
  expect(response.headers).not.toHaveProperty("set-cookie");
  expect(response.headers).not.toHaveProperty("x-echo");
});

test("a rejected key passes on in the provider's words and is not to be tried again, and the event names the credential", async () => {
  const body = JSON.stringify({
    type: "error",
    error: { type: "authentication_error", message: `invalid x-api-key ${KEY}` },
  });
  answer = (response) => response.writeHead(401, { "content-type": "application/json" }).end(body);
  const response = await ask();
  expect(response.httpStatus).toBe(401);
  expect(response.headers["x-should-retry"]).toBe("false");
  expect(JSON.parse(response.text)).toMatchObject({ error: { type: "authentication_error" } });
  expect(response.text).not.toContain("canary");
  expect(events()).toMatchObject([{ type: "llm_error", provider: "anthropic", httpStatus: 401 }]);
  expect(JSON.stringify(events())).toContain("credential anthropic …ghij was rejected");
});

test.each([429, 500, 529])("the provider's %i passes on with its retry advice and is recorded", async (httpStatus) => {
  answer = (response) =>
    response
      .writeHead(httpStatus, { "retry-after": "7", "content-type": "application/json" })
      .end('{"type":"error","error":{"type":"x","message":"busy"}}');
  const response = await ask();
  expect(response.httpStatus).toBe(httpStatus);
  expect(response.headers["retry-after"]).toBe("7");
  expect(events()).toEqual([
    { type: "llm_error", provider: "anthropic", httpStatus, detail: `anthropic answered ${httpStatus}: busy` },
  ]);
});

test("a stream that breaks off reaches the client as broken, and counts as what it may have been", async () => {
  answer = (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(MESSAGE_START, () => response.destroy());
  };
  const response = await ask();
  expect(response.isCut).toBe(true);
  expect(response.text).toBe(MESSAGE_START);
  await expect
    .poll(events)
    .toMatchObject([
      { type: "usage", usage: { inputTokens: 40, cacheReadTokens: 7, outputTokens: 131_072 }, isAtMost: true },
    ]);
});

test("a stream that falls silent is ended after the idle time", async () => {
  answer = (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(MESSAGE_START);
  };
  expect((await ask()).isCut).toBe(true);
});

test("a client that goes away ends the provider's request too, and its request is counted", async () => {
  answer = (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(MESSAGE_START);
  };
  const leave = new AbortController();
  await ask({ signal: leave.signal, onData: () => leave.abort() }).catch(() => undefined);
  await expect.poll(() => upstream.openConnections()).toBe(0);
  await expect.poll(events).toMatchObject([{ type: "usage", isAtMost: true }]);
});

test("a stream is passed on piece by piece, not at its end", async () => {
  let finish = () => {};
  answer = (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(MESSAGE_START);
    finish = () => response.end();
  };
  const response = await ask({ onData: () => finish() });
  expect(response.isCut).toBe(false);
});

test("the end of the grant cuts an open stream", async () => {
  answer = async (response, request) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(MESSAGE_START);
    const timer = setInterval(() => response.write(": ping\n\n"), 100);
    await once(request.socket, "close");
    clearInterval(timer);
  };
  const response = await ask({ onData: () => grant.end() });
  expect(response.isCut).toBe(true);
  expect((await ask()).httpStatus).toBe(401);
});

test("a provider that can't be reached is a bad gateway that says which one", async () => {
  await upstream.close();
  const response = await ask();
  expect(response.httpStatus).toBe(502);
  expect(response.text).toContain(upstream.url);
  expect(events()).toMatchObject([{ type: "llm_error", httpStatus: 502 }]);
});

test("a packed answer, in which nothing could be found, is refused", async () => {
  answer = (response) => response.writeHead(200, { "content-encoding": "gzip" }).end("x");
  expect((await ask()).httpStatus).toBe(502);
});

test("an answer of 64 MiB flows through while the client reads slowly", async () => {
  const piece = Buffer.alloc(1024 * 1024, "x");
  answer = async (response) => {
    for (let count = 0; count < 64; count += 1) {
      if (!response.write(piece)) {
        await once(response, "drain");
      }
    }
    response.end();
  };
  expect((await ask()).text).toHaveLength(64 * piece.length);
});
