import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type CredentialProvider,
  CredentialProvider as Providers,
  readChatGptLogin,
  sealCredential,
  serializeTokens,
} from "@catalyst/core";
import { openCredential } from "@catalyst/core/opening";
import { createMemory, createTestKeys, memoryCredentialStore, memorySubscriptionStore } from "@catalyst/core/testing";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sealByGateway } from "../keys/open-sealed.ts";
import { DEFAULT_LIMITS } from "../limits/gateway-limits.ts";
import { createLoginRenewer } from "../llm/subscription/renew-login.ts";
import { createUpstreams, type Upstreams } from "../llm/upstream/upstream.ts";
import { startChatGpt } from "../testing/start-chatgpt.ts";
import { startUpstream, type Upstream } from "../testing/start-upstream.ts";
import { testCredential } from "./test-credential.ts";

const KEY = "sk-canary-0123456789abcdefghij";
const JSON_TYPE = { "content-type": "application/json" };
const { sealing, opening } = createTestKeys();
const memory = createMemory();
const credentials = memoryCredentialStore(memory);

let upstream: Upstream;
let upstreams: Upstreams;
let answer: (response: ServerResponse, request: IncomingMessage) => void;
beforeEach(async () => {
  upstream = await startUpstream((response, request) => answer(response, request));
  upstreams = createUpstreams({
    limits: { ...DEFAULT_LIMITS, upstreamConnectSeconds: 1 },
    isPrivateAllowed: () => true,
  });
  answer = (response) => response.writeHead(200, JSON_TYPE).end("{}");
});
afterEach(async () => {
  await upstreams.close();
  await upstream.close();
});

const deps = () => {
  const open = async (credential: Parameters<typeof openCredential>[0]) => openCredential(credential, opening);
  const opener = {
    openCredential: open,
    sealAnew: async (credential: Parameters<typeof openCredential>[0], secret: string) =>
      sealByGateway(credential, secret, opening.ring.primary),
  };
  const stores = { credentials, subscriptions: memorySubscriptionStore(memory) };
  const log = pino({ level: "silent" });
  const renewer = createLoginRenewer({ ...opener, ...stores, upstreams, now: () => new Date(), log });
  return { credentials, upstreams, ...opener, renewer };
};

function store(provider: CredentialProvider, baseUrl: string | null = upstream.url, key = KEY): string {
  const owner = { userId: randomUUID(), teamId: null, taskId: null };
  const identity = { id: randomUUID(), provider, ...owner, createdAt: new Date() };
  memory.credentials.set(identity.id, sealCredential(identity, { key, baseUrl }, sealing));
  return identity.id;
}

const tried = (provider: CredentialProvider, baseUrl?: string | null) =>
  testCredential(store(provider, baseUrl), deps());

const PROBES: Record<CredentialProvider, [path: string, header: string]> = {
  anthropic: ["/v1/models?limit=1", "x-api-key"],
  openai: ["/v1/models", "authorization"],
  openrouter: ["/v1/key", "authorization"],
  gemini: ["/v1beta/models?pageSize=1", "x-goog-api-key"],
  ollama: ["/api/version", "authorization"],
  "openai-compatible": ["/v1/models", "authorization"],
};

test.each(Providers.options)("%s is asked once for what costs nothing, with the key in its place", async (provider) => {
  expect(await tried(provider)).toEqual({ kind: "tested", outcome: "ok", detail: "" });
  const [path, header] = PROBES[provider];
  expect(upstream.requests).toMatchObject([{ method: "GET", url: path, body: "" }]);
  expect(upstream.requests[0]?.headers[header]).toContain(KEY);
});

test("a Claude subscription is tried as it is used: as a bearer, with its beta", async () => {
  const token = "sk-ant-oat01-canary-0123456789";
  expect(await testCredential(store("anthropic", upstream.url, token), deps())).toMatchObject({ outcome: "ok" });
  const [{ headers } = { headers: {} }] = upstream.requests;
  expect(headers).toMatchObject({ authorization: `Bearer ${token}`, "anthropic-beta": "oauth-2025-04-20" });
});

test("a ChatGPT subscription whose token is refused is refreshed and tried again, and told when that is over", async () => {
  const chatGpt = await startChatGpt();
  const login = () => serializeTokens(readChatGptLogin(chatGpt.login()));
  const credentialId = store("openai", chatGpt.baseUrl, login());
  chatGpt.forget();
  expect(await testCredential(credentialId, deps())).toMatchObject({ outcome: "ok" });
  expect(chatGpt.requests.map(({ url }) => url)).toEqual([
    "/backend-api/codex/models?client_version=0.169.0",
    "/oauth/token",
    "/backend-api/codex/models?client_version=0.169.0",
  ]);
  const other = store("openai", chatGpt.baseUrl, login());
  chatGpt.failRefreshes(401);
  chatGpt.forget();
  const over = await testCredential(other, deps());
  expect(over).toMatchObject({ outcome: "rejected", detail: expect.stringContaining("must be signed in anew") });
  await chatGpt.close();
});

test.each([401, 403])("a key that is answered with %i was rejected, in the provider's words", async (httpStatus) => {
  answer = (response) =>
    response.writeHead(httpStatus, JSON_TYPE).end(JSON.stringify({ error: { message: `invalid x-api-key ${KEY}` } }));
  const { outcome, detail } = await tried("anthropic");
  expect(outcome).toBe("rejected");
  expect(detail).toMatch(/^invalid x-api-key \[redacted\]/);
  expect(detail).not.toContain("canary");
});

test("Google's answer to a key that it doesn't know is a rejection too", async () => {
  const error = { message: "API key not valid.", details: [{ reason: "API_KEY_INVALID" }] };
  answer = (response) => response.writeHead(400, JSON_TYPE).end(JSON.stringify({ error }));
  expect(await tried("gemini")).toMatchObject({ outcome: "rejected", detail: "API key not valid." });
});

test.each<[string, (response: ServerResponse) => void, string]>([
  [
    "an overloaded provider",
    (it) => it.writeHead(529, JSON_TYPE).end('{"error":{"message":"busy"}}'),
    "answered 529: busy",
  ],
  ["another path", (it) => it.writeHead(404).end("no such page"), "answered 404: no such page"],
  ["a redirect", (it) => it.writeHead(307, { location: "http://169.254.169.254/" }).end(), "a redirect (307)"],
  ["a web page", (it) => it.writeHead(200, { "content-type": "text/html" }).end("<html>"), "answered with text/html"],
  ["a broken answer", (it) => it.destroy(), "could not be reached"],
])("%s says nothing of the key, and is told as it is", async (_what, how, words) => {
  answer = how;
  expect(await tried("openai")).toMatchObject({ outcome: "unreachable", detail: expect.stringContaining(words) });
});

test("an answer without end is not read on, and a key at the cut isn't shown in part", async () => {
  answer = (response) => {
    response.writeHead(401, { "content-type": "text/plain" });
    response.write("x".repeat(480) + KEY.slice(0, 20));
    const more = setInterval(() => response.write("y".repeat(100_000)), 5);
    response.on("close", () => clearInterval(more));
  };
  const { outcome, detail } = await tried("openai");
  expect([outcome, detail.length]).toEqual(["rejected", 500]);
  answer = (response) => response.writeHead(401).end("x".repeat(4090) + KEY);
  expect((await tried("openai")).detail).not.toContain("canary");
  await expect.poll(() => upstream.openConnections()).toBe(0);
});

test("an address that nobody listens at, or that may not be dialled, or that isn't given, is named", async () => {
  await upstream.close();
  expect(await tried("openai")).toMatchObject({
    outcome: "unreachable",
    detail: expect.stringContaining("ECONNREFUSED"),
  });
  expect(await tried("openai", "http://169.254.169.254/v1")).toMatchObject({ outcome: "unreachable" });
  expect(await tried("ollama", null)).toMatchObject({
    outcome: "unreachable",
    detail: expect.stringContaining("Add it again with its address"),
  });
});

test("a credential that is gone, or whose row was bent to another address, is never tried", async () => {
  await expect(testCredential(randomUUID(), deps())).rejects.toMatchObject({ code: "not_found" });
  const id = store("openai", "https://api.example.com/v1");
  const row = memory.credentials.get(id);
  memory.credentials.set(id, { ...row, baseUrl: upstream.url } as never);
  await expect(testCredential(id, deps())).rejects.toMatchObject({ message: expect.stringContaining("altered") });
  expect(upstream.requests).toEqual([]);
});
