import { randomUUID } from "node:crypto";
import type { CredentialProvider } from "@catalyst/core";
import { LLMock } from "@copilotkit/aimock";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../limits/gateway-limits.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { startUpstream, type Upstream } from "../testing/start-upstream.ts";
import { createUpstreams } from "./upstream/upstream.ts";

const KEY = "sk-ant-canary-0123456789abcdefghij";

describe("against a scripted model", () => {
  let gateway: TestGateway;
  let model: LLMock;

  beforeAll(async () => {
    model = new LLMock({ port: 0 });
    model.onMessage(/hello/, { content: "Good day to you.", usage: { input_tokens: 12, output_tokens: 5 } });
    await model.start();
  });
  afterAll(() => model.stop());
  beforeEach(async () => {
    gateway = await startTestGateway();
  });
  afterEach(() => gateway.stop());

  test("an Anthropic stream passes through and its usage is priced", async () => {
    const { token, executionId } = await gateway.grant({ provider: "anthropic", key: KEY, baseUrl: model.url });
    const answer = await gateway.send({
      path: "/llm/anthropic/v1/messages?beta=true",
      headers: { "x-api-key": token, "anthropic-version": "2023-06-01" },
      body: {
        model: "claude-sonnet-4-5",
        max_tokens: 100,
        stream: true,
        messages: [{ role: "user", content: "hello" }],
      },
    });
    expect(answer.httpStatus).toBe(200);
    expect(answer.text).toContain("message_stop");
    const [event] = gateway.eventsOf(executionId);
    expect(event).toMatchObject({
      type: "usage",
      provider: "anthropic",
      model: "claude-sonnet-4-5",
      usage: { inputTokens: 12, outputTokens: 5 },
    });
    expect(event).toHaveProperty("costUsd", expect.closeTo(12 * 3e-6 + 5 * 15e-6, 9));
  });

  test.each([
    ["responses", { input: "hello" }],
    ["chat/completions", { messages: [{ role: "user", content: "hello" }] }],
  ])("an OpenAI stream of %s passes through and is metered", async (path, body) => {
    const { token, executionId } = await gateway.grant({ provider: "openai", key: KEY, baseUrl: `${model.url}/v1` });
    const answer = await gateway.send({
      path: `/llm/openai/v1/${path}`,
      headers: { authorization: `Bearer ${token}` },
      body: { model: "gpt-4o", stream: true, ...body },
    });
    expect(answer.httpStatus).toBe(200);
    expect(answer.text).toContain("day");
    expect(gateway.eventsOf(executionId)).toMatchObject([{ type: "usage", provider: "openai", model: "gpt-4o" }]);
  });

  test.each([
    [
      "gemini",
      "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
      { contents: [{ role: "user", parts: [{ text: "hello" }] }] },
      "gemini-2.5-flash",
    ],
    [
      "gemini",
      "/v1beta/models/gemini-2.5-flash:generateContent",
      { contents: [{ role: "user", parts: [{ text: "hello" }] }] },
      "gemini-2.5-flash",
    ],
    ["ollama", "/api/chat", { model: "qwen3", messages: [{ role: "user", content: "hello" }] }, "qwen3"],
    [
      "ollama",
      "/v1/chat/completions",
      { model: "qwen3", stream: true, messages: [{ role: "user", content: "hello" }] },
      "qwen3",
    ],
    [
      "openai-compatible",
      "/v1/chat/completions",
      { model: "mine", messages: [{ role: "user", content: "hello" }] },
      "mine",
    ],
    [
      "openrouter",
      "/v1/chat/completions",
      { model: "openai/gpt-4o", stream: true, messages: [{ role: "user", content: "hello" }] },
      "openai/gpt-4o",
    ],
  ] as const)("%s%s passes through and is recorded once", async (provider, ...[path, body, name]) => {
    const baseUrl = provider === "openai-compatible" || provider === "openrouter" ? `${model.url}/v1` : model.url;
    const { token, executionId } = await gateway.grant({ provider, key: KEY, baseUrl });
    const answer = await gateway.send({ path: `/llm/${provider}${path}`, headers: { "x-goog-api-key": token }, body });
    expect(answer.httpStatus).toBe(200);
    expect(answer.text).toContain("day");
    expect(gateway.eventsOf(executionId)).toMatchObject([{ type: "usage", provider, model: name }]);
  });
});

describe("what is sent on", () => {
  let gateway: TestGateway;
  let upstream: Upstream;

  beforeEach(async () => {
    gateway = await startTestGateway();
    upstream = await startUpstream((response) => response.end("{}"));
  });
  afterEach(async () => {
    await upstream.close();
    await gateway.stop();
  });

  async function send(provider: CredentialProvider, request: { path: string; baseUrl?: string; body: object }) {
    const { token } = await gateway.grant({ provider, key: KEY, baseUrl: `${upstream.url}${request.baseUrl ?? ""}` });
    const answer = await gateway.send({
      path: request.path,
      headers: { authorization: `Bearer ${token}` },
      body: request.body,
    });
    const sent = upstream.requests[0];
    return { answer, sent, body: JSON.parse(sent?.body ?? "null") };
  }

  test.each([
    ["anthropic", "", "/v1/messages", "/v1/messages"],
    ["anthropic", "/proxy/", "/v1/messages", "/proxy/v1/messages"],
    ["anthropic", "/v1", "/v1/messages", "/v1/messages"],
    ["openai", "", "/v1/responses", "/v1/responses"],
    ["openai", "/v1", "/v1/responses", "/v1/responses"],
    ["openai-compatible", "/api/paas/v4", "/v1/chat/completions", "/api/paas/v4/chat/completions"],
    ["gemini", "", "/v1beta/models/gemini-2.5-pro:countTokens", "/v1beta/models/gemini-2.5-pro:countTokens"],
    ["ollama", "/v1", "/api/chat", "/api/chat"],
    ["ollama", "", "/v1/responses", "/v1/responses"],
  ] as const)('%s with the base path "%s" gets %s at %s', async (provider, ...[baseUrl, path, upstreamPath]) => {
    expect((await send(provider, { path: `/llm/${provider}${path}`, baseUrl, body: {} })).sent?.url).toBe(upstreamPath);
  });

  test("a stream of chat completions is asked for its usage, other options kept", async () => {
    const { body } = await send("openai", {
      path: "/llm/openai/v1/chat/completions",
      body: { stream: true, stream_options: { include_obfuscation: false } },
    });
    expect(body.stream_options).toEqual({ include_obfuscation: false, include_usage: true });
  });

  test("the provider's web search is held to its index", async () => {
    const { body } = await send("openai", {
      path: "/llm/openai/v1/responses",
      body: {
        tools: [
          { type: "web_search", external_web_access: true },
          { type: "function", name: "f" },
        ],
      },
    });
    expect(body.tools).toEqual([
      { type: "web_search", external_web_access: false },
      { type: "function", name: "f" },
    ]);
  });

  test("of a name given twice, the one that was checked is sent", async () => {
    const { token } = await gateway.grant({ provider: "openai", key: KEY, baseUrl: upstream.url });
    const body = '{"background":true,"background":false,"input":"x"}';
    await gateway.send({ path: "/llm/openai/v1/responses", headers: { authorization: `Bearer ${token}` }, body });
    expect(upstream.requests[0]?.body).toBe('{"background":false,"input":"x"}');
  });

  test("what isn't on the provider's list is refused in its own words, recorded, and passes where the project allows it", async () => {
    const grant = await gateway.grant({ provider: "openrouter", key: KEY, baseUrl: upstream.url });
    const body = { model: "m", tools: [{ type: "openrouter:web_fetch" }], messages: [] };
    const ask = () => {
      const headers = { authorization: `Bearer ${grant.token}` };
      return gateway.send({ path: "/llm/openrouter/v1/chat/completions", headers, body });
    };
    const refused = await ask();
    expect(refused.httpStatus).toBe(403);
    const message = expect.stringContaining("tool.openrouter:web_fetch is not let through");
    expect(JSON.parse(refused.text)).toMatchObject({ error: { type: "permission_error", message } });
    expect(upstream.requests).toEqual([]);
    expect(gateway.eventsOf(grant.executionId)).toMatchObject([
      { type: "blocked", action: "LLM request with tool.openrouter:web_fetch" },
    ]);
    grant.allowFeatures("tool.openrouter:web_fetch");
    expect((await ask()).httpStatus).toBe(200);
    expect(upstream.requests).toHaveLength(1);
  });

  test("a model that searches is refused where the path names it, too", async () => {
    const path = "/llm/gemini/v1beta/models/gemini-deep-research-1:generateContent";
    const { answer } = await send("gemini", { path, body: { contents: [] } });
    expect(answer).toMatchObject({ httpStatus: 403, text: expect.stringContaining("model.deep-research") });
  });

  test.each([
    ["nested too deeply", `{"input":${"[".repeat(200_000)}${"]".repeat(200_000)}}`, 413],
    ["made of too many parts", `{"input":[${Array(1_000_000).fill("[]").join(",")}]}`, 413],
    ["with a million names", `{${Array.from({ length: 1_000_000 }, (_, number) => `"k${number}":1`).join(",")}}`, 413],
    ["that isn't JSON", '{"input":', 400],
    ["that isn't an object", "[1]", 400],
  ])("a body %s is refused in the provider's shape and not sent", async (_what, body, httpStatus) => {
    const { token } = await gateway.grant({ provider: "openai", key: KEY, baseUrl: upstream.url });
    const headers = { authorization: `Bearer ${token}` };
    const answer = await gateway.send({ path: "/llm/openai/v1/responses", headers, body });
    expect(answer.httpStatus).toBe(httpStatus);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { type: "invalid_request_error" } });
    expect(upstream.requests).toEqual([]);
  });

  test("a credential that was removed is said to be so", async () => {
    const { token } = await gateway.grant({ provider: "openai", key: KEY, baseUrl: upstream.url });
    gateway.memory.credentials.clear();
    const answer = await gateway.send({
      path: "/llm/openai/v1/responses",
      headers: { authorization: `Bearer ${token}` },
      body: {},
    });
    expect(answer).toMatchObject({ httpStatus: 403, text: expect.stringContaining("was removed") });
  });

  test("a base URL that leads to a metadata service is not dialled, as an address or by name", async () => {
    for (const baseUrl of ["http://169.254.169.254", "http://[::ffff:a9fe:a9fe]", "http://168.63.129.16"]) {
      const { token } = await gateway.grant({ provider: "openai", key: KEY, baseUrl });
      const headers = { authorization: `Bearer ${token}` };
      const answer = await gateway.send({ path: "/llm/openai/v1/responses", headers, body: { input: "x" } });
      expect(answer).toMatchObject({
        httpStatus: 502,
        text: expect.stringContaining("neither a public nor a private"),
      });
    }
  });

  test("a provider's usual address that resolves to a private one is not dialled", async () => {
    const upstreams = createUpstreams({ limits: DEFAULT_LIMITS, isPrivateAllowed: () => true });
    const url = new URL(`http://localhost:${new URL(upstream.url).port}`);
    const own = upstreams.to(url, { userId: randomUUID(), baseUrl: null });
    await expect(own.request({ origin: url.origin, path: "/", method: "GET" })).rejects.toThrow("not a public address");
    expect(upstream.requests).toEqual([]);
    await upstreams.close();
  });
});
