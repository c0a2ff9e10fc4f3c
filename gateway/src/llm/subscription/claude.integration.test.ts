import type { ServerResponse } from "node:http";
import { ProjectBudgets } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestGateway, type TestGateway, type TestGrant } from "../../testing/start-test-gateway.ts";
import { startUpstream, type Upstream } from "../../testing/start-upstream.ts";

const TOKEN = "sk-ant-oat01-canary-0123456789abcdef";
const JSON_TYPE = { "content-type": "application/json" };
const ANSWER = { type: "message", model: "claude-sonnet-4-5", usage: { input_tokens: 10, output_tokens: 5 } };
const BODY = { model: "claude-sonnet-4-5", max_tokens: 100, messages: [{ role: "user", content: "hello" }] };

let upstream: Upstream;
let gateway: TestGateway;
let answer: (response: ServerResponse) => void;
beforeEach(async () => {
  answer = (response) => response.writeHead(200, JSON_TYPE).end(JSON.stringify(ANSWER));
  upstream = await startUpstream((response) => answer(response));
  gateway = await startTestGateway();
});
afterEach(async () => {
  await gateway.stop();
  await upstream.close();
  expect(gateway.logged() + JSON.stringify(gateway.memory.events)).not.toContain("canary");
});

const grant = (agentType?: string) =>
  gateway.grant({ provider: "anthropic", key: TOKEN, baseUrl: upstream.url }, agentType);

const ask = ({ token }: TestGrant, headers: Record<string, string> = {}) =>
  gateway.send({
    path: "/llm/anthropic/v1/messages?beta=true",
    headers: { authorization: `Bearer ${token}`, "anthropic-version": "2023-06-01", ...headers },
    body: BODY,
  });

test.each([
  ["none", undefined, "oauth-2025-04-20"],
  ["others", "claude-code-20250219,fine-grained-2025", "claude-code-20250219,fine-grained-2025,oauth-2025-04-20"],
  ["the same", "oauth-2025-04-20, a-1", "oauth-2025-04-20,a-1"],
])("the token is sent as a bearer, and its beta joined to the client's own: %s", async (_what, own, joined) => {
  const granted = await grant();
  const { httpStatus } = await ask(granted, own === undefined ? {} : { "anthropic-beta": own });
  expect(httpStatus).toBe(200);
  const [{ headers } = { headers: {} }] = upstream.requests;
  expect(headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, "anthropic-beta": joined });
  expect(headers).not.toHaveProperty("x-api-key");
  expect(gateway.eventsOf(granted.executionId)).toMatchObject([{ type: "usage", costUsd: 0, isCovered: true }]);
});

test("the subscription's limit is told as its headers say it, and a client isn't made to wait for hours", async () => {
  const limited = (status: string, httpStatus: number) => (response: ServerResponse) => {
    const unified = {
      "anthropic-ratelimit-unified-status": status,
      "anthropic-ratelimit-unified-reset": "1800000000",
      "retry-after": "12345",
    };
    response.writeHead(httpStatus, { ...JSON_TYPE, ...unified });
    const error = { type: "rate_limit_error", message: "This request would exceed your account's rate limit." };
    response.end(JSON.stringify(httpStatus === 200 ? ANSWER : { type: "error", error }));
  };
  const granted = await grant();
  const limit = () => [...gateway.memory.credentials.values()][0]?.limit;
  answer = limited("allowed_warning", 200);
  expect((await ask(granted)).headers).not.toHaveProperty("x-should-retry");
  expect(limit()).toEqual({ isReached: false, resetsAt: "2027-01-15T08:00:00.000Z" });
  answer = limited("rejected", 429);
  expect((await ask(granted)).headers).toMatchObject({ "x-should-retry": "false" });
  expect(limit()).toMatchObject({ isReached: true });
  expect(gateway.eventsOf(granted.executionId).at(-1)).toMatchObject({
    type: "llm_error",
    detail: expect.stringMatching(/limit is reached, resets at 2027-01-15T08:00:00.000Z. Claude subscription …cdef/),
  });
});

test("a budget in dollars lets what is covered pass, and one in tokens counts it", async () => {
  const granted = await grant();
  const limit = (execution: { usd?: number; tokens?: number }) => {
    const { projectId = "" } = gateway.memory.repos.get(granted.repoId) ?? {};
    gateway.memory.budgets.set(projectId, ProjectBudgets.parse({ execution }));
  };
  limit({ usd: 0.0001 });
  expect((await ask(granted)).httpStatus).toBe(200);
  expect((await ask(granted)).httpStatus).toBe(200);
  expect(gateway.memory.spendings).toMatchObject([
    { usd: 0, tokens: 15 },
    { usd: 0, tokens: 15 },
  ]);
  limit({ tokens: 20 });
  expect((await ask(granted)).httpStatus).toBe(402);
});

test.each(["opencode", "codex-cli", "of-the-repository"])(
  "a request of %s with the subscription is refused with the reason, whatever was granted",
  async (agentType) => {
    const granted = await grant(agentType);
    const { httpStatus, text } = await ask(granted, { "user-agent": "claude-cli/2.0" });
    expect(httpStatus).toBe(403);
    expect(text).toContain(
      `The Claude subscription is for Claude Code alone, and this is an execution of ${agentType}`,
    );
    expect(upstream.requests).toEqual([]);
    expect(gateway.eventsOf(granted.executionId)).toMatchObject([
      { type: "blocked", action: "LLM request with the Claude subscription" },
    ]);
  },
);

test("a key is for any agent", async () => {
  const key = { provider: "anthropic", key: "sk-ant-api03-canary-0123456789", baseUrl: upstream.url } as const;
  expect((await ask(await gateway.grant(key, "opencode"))).httpStatus).toBe(200);
});
