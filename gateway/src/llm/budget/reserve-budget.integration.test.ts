import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { type CredentialProvider, ProjectBudgets, type Settlement } from "@catalyst/core";
import { memoryBudgetStore } from "@catalyst/core/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { GatewayLimits } from "../../limits/gateway-limits.ts";
import { type GatewayMeasures, NOTHING_MEASURED } from "../../metrics/gateway-measures.ts";
import { startTestGateway, type TestGateway, type TestGrant } from "../../testing/start-test-gateway.ts";
import { startUpstream, type Upstream } from "../../testing/start-upstream.ts";

const MODEL = "claude-sonnet-4-5";
/** The first request waits for the threads that read bodies. */
const NOTHING = { usd: 0, tokens: 0 };
/** 10,000 tokens: $0.03 in and $0.15 out, by the list. */
const USAGE = { input_tokens: 10_000, output_tokens: 10_000 };

let gateway: TestGateway;
let upstream: Upstream;
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  answer = (response) => respond(response, { type: "message", model: MODEL, usage: USAGE });
  upstream = await startUpstream((response) => answer(response));
  gateway = await startTestGateway();
});
afterEach(async () => {
  await upstream.close();
  await gateway.stop();
});

function respond(response: ServerResponse, body: object): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

async function restart(limits: Partial<GatewayLimits>): Promise<void> {
  await gateway.stop();
  gateway = await startTestGateway({ limits });
}

async function grant(
  budgets: Parameters<typeof ProjectBudgets.parse>[0],
  provider: CredentialProvider = "anthropic",
): Promise<TestGrant> {
  const granted = await gateway.grant({ provider, key: "sk-1", baseUrl: upstream.url });
  limit(granted, budgets);
  return granted;
}

function limit({ repoId }: TestGrant, budgets: Parameters<typeof ProjectBudgets.parse>[0]): void {
  const projectId = gateway.memory.repos.get(repoId)?.projectId ?? "";
  gateway.memory.budgets.set(projectId, ProjectBudgets.parse(budgets));
}

function ask({ token }: TestGrant, options: { path?: string; body?: object; signal?: AbortSignal } = {}) {
  return gateway.send({
    path: options.path ?? "/llm/anthropic/v1/messages",
    headers: { authorization: `Bearer ${token}` },
    body: options.body ?? { model: MODEL, max_tokens: 100 },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

async function spent({ taskId }: TestGrant) {
  return (await memoryBudgetStore(gateway.memory).spent(taskId)).spent;
}

function budgetEvents({ executionId }: TestGrant): object[] {
  return gateway.eventsOf(executionId).filter(({ type }) => type === "budget");
}

test("an answered request costs what its provider counted, by the list price", async () => {
  const granted = await grant({});
  await ask(granted);
  expect(await spent(granted)).toEqual({ usd: expect.closeTo(0.18, 9), tokens: 20_000 });
});

test("once a budget is spent nothing is sent on, and the event says so once", async () => {
  const granted = await grant({ task: { usd: 0.1 } });
  expect((await ask(granted)).httpStatus).toBe(200);
  const refused = await Promise.all([ask(granted), ask(granted), ask(granted)]);
  for (const { httpStatus, headers, text } of refused) {
    expect([httpStatus, headers["x-should-retry"]]).toEqual([402, "false"]);
    expect(JSON.parse(text)).toMatchObject({ type: "error", error: { type: "billing_error" } });
    expect(text).toContain("task: $0.10");
  }
  expect(upstream.requests).toHaveLength(1);
  const exceeded = { type: "budget", kind: "exceeded", scope: "task", unit: "usd", limit: 0.1 };
  expect(budgetEvents(granted)).toEqual([{ ...exceeded, spent: expect.closeTo(0.18, 9) }]);
});

test("what is answered, what it came to and the stop by a budget are measured once each", async () => {
  const measured: string[] = [];
  await gateway.stop();
  const measures: GatewayMeasures = {
    ...NOTHING_MEASURED,
    answered: (provider, { httpStatus }) => void measured.push(`${provider} answered ${httpStatus}`),
    charged: ({ model }, { usd }) => void measured.push(`${model} came to ${usd?.toFixed(2)}`),
    budgetTold: (kind, { scope }) => void measured.push(`${scope} ${kind}`),
    refused: (kind) => void measured.push(`refused ${kind}`),
  };
  gateway = await startTestGateway({ deps: { measures } });
  const granted = await grant({ task: { usd: 0.1 } });
  await ask(granted);
  expect(measured).toEqual(["anthropic answered 200", `${MODEL} came to 0.18`]);
  await Promise.all([ask(granted), ask(granted)]);
  expect(measured.slice(2).toSorted()).toEqual([
    ...["refused budget_exceeded", "refused budget_exceeded", "task exceeded"],
  ]);
});

test.each<[CredentialProvider, string, object]>([
  ["openai", "/llm/openai/v1/responses", { code: "insufficient_quota" }],
  ["openrouter", "/llm/openrouter/v1/chat/completions", { type: "insufficient_quota" }],
  ["gemini", "/llm/gemini/v1beta/models/gemini-2.5-pro:generateContent", { status: "FAILED_PRECONDITION" }],
  ["ollama", "/llm/ollama/api/chat", expect.stringContaining("budget")],
])("%s says in its own words that the budget is spent", async (provider, path, error) => {
  const granted = await grant({ execution: { tokens: 1 } }, provider);
  answer = (response) => respond(response, {});
  await ask(granted, { path, body: { model: "m" } });
  const refused = await ask(granted, { path, body: { model: "m" } });
  expect(refused.httpStatus).toBe(400);
  expect(JSON.parse(refused.text)).toMatchObject({ error });
});

test("from 80% on there is one warning for each budget and unit", async () => {
  const granted = await grant({ execution: { tokens: 110_000, usd: 1 }, day: { tokens: 1_000_000 } });
  for (let count = 0; count < 5; count++) {
    await ask(granted);
  }
  expect(budgetEvents(granted)).toEqual([]);
  for (let count = 0; count < 3; count++) {
    await ask(granted);
  }
  expect(budgetEvents(granted)).toMatchObject([
    { kind: "warning", scope: "execution", unit: "usd", limit: 1, spent: expect.closeTo(0.9, 9) },
    { kind: "warning", scope: "execution", unit: "tokens", limit: 110_000, spent: 100_000 },
    { kind: "exceeded", scope: "execution", unit: "usd", limit: 1, spent: expect.closeTo(1.08, 9) },
  ]);
});

test("a request that failed, or never got to the provider, costs nothing", async () => {
  const granted = await grant({});
  answer = (response) => response.writeHead(529).end("{}");
  await ask(granted);
  const nowhere = await gateway.grant({ provider: "anthropic", key: "sk-1", baseUrl: "http://127.0.0.1:9" });
  expect((await ask(nowhere)).httpStatus).toBe(502);
  expect([await spent(granted), await spent(nowhere)]).toEqual([NOTHING, NOTHING]);
  expect(gateway.memory.spendings.every(({ isSettled }) => isSettled)).toBe(true);
});

test("a request that the provider got and didn't answer costs what was reserved", async () => {
  const granted = await grant({});
  answer = (response) => response.destroy();
  expect((await ask(granted, { body: { model: MODEL, max_tokens: 5000 } })).httpStatus).toBe(502);
  expect((await spent(granted)).tokens).toBeGreaterThanOrEqual(5000);
});

test("what costs nothing goes on when the budget is spent", async () => {
  const granted = await grant({ execution: { tokens: 1 } });
  await ask(granted);
  expect((await ask(granted)).httpStatus).toBe(402);
  expect((await ask(granted, { path: "/llm/anthropic/v1/messages/count_tokens" })).httpStatus).toBe(200);
});

test("an answer without counts costs what was reserved: no less than a token for each byte", async () => {
  const granted = await grant({});
  answer = (response) => respond(response, { type: "message" });
  await ask(granted, {
    body: { model: MODEL, max_tokens: 1000, messages: [{ role: "user", content: "x".repeat(3000) }] },
  });
  const { usd, tokens } = await spent(granted);
  expect(tokens).toBeGreaterThan(4000);
  expect(tokens).toBeLessThan(4150);
  expect(usd).toBeCloseTo(((tokens - 1000) * 3 + 1000 * 15) / 1e6, 9);
  expect(gateway.eventsOf(granted.executionId)).toMatchObject([{ type: "usage", isAtMost: true, costUsd: usd }]);
});

const START = { type: "message_start", message: { model: MODEL, usage: { input_tokens: 50, output_tokens: 1 } } };

/** Begins a stream, and leaves when it has begun. */
async function breakOff({ token }: TestGrant, body: object): Promise<void> {
  answer = (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`data: ${JSON.stringify(START)}\n\n`);
  };
  const abort = new AbortController();
  await gateway
    .send({
      path: "/llm/anthropic/v1/messages",
      headers: { authorization: `Bearer ${token}` },
      body,
      onData: () => abort.abort(),
      signal: abort.signal,
    })
    .catch(() => undefined);
}

test("a stream that its client breaks off costs what was reserved, but for the input that it told", async () => {
  const granted = await grant({});
  await breakOff(granted, { model: MODEL, max_tokens: 128_000, stream: true });
  await expect.poll(async () => (await spent(granted)).tokens).toBe(128_050);
  const isAtMost = { type: "usage", usage: { inputTokens: 50, outputTokens: 128_000 }, isAtMost: true };
  await expect.poll(() => gateway.eventsOf(granted.executionId)).toMatchObject([isAtMost]);
});

test("a request without a limit of its own reserves as much as any model answers", async () => {
  const granted = await grant({});
  await breakOff(granted, { model: MODEL, stream: true });
  await expect.poll(async () => (await spent(granted)).tokens).toBe(131_122);
});

test("an agent that names a model without a price doesn't pass a budget in dollars", async () => {
  const granted = await grant({ task: { usd: 0.01 } }, "openai");
  const path = "/llm/openai/v1/chat/completions";
  const body = { model: "ft:gpt-4o:acme::x", max_tokens: 10, messages: [] };
  answer = (response) => respond(response, { usage: { prompt_tokens: 1_100_000, completion_tokens: 10 } });
  expect((await ask(granted, { path, body })).httpStatus).toBe(200);
  expect((await ask(granted, { path, body })).httpStatus).toBe(400);
  expect((await spent(granted)).usd).toBeGreaterThan(100);
  expect(gateway.eventsOf(granted.executionId)).toMatchObject([
    { type: "usage", isAtMost: true },
    { type: "budget", kind: "exceeded" },
  ]);
});

test("a service tier is priced as the answer says it was", async () => {
  const spentWith = async (tier: string | undefined) => {
    const granted = await grant({}, "openai");
    const usage = { input_tokens: 1_000_000, output_tokens: 0 };
    answer = (response) => respond(response, { object: "response", model: "gpt-5", service_tier: tier, usage });
    await ask(granted, {
      path: "/llm/openai/v1/responses",
      body: { model: "gpt-5", service_tier: "priority", input: "x" },
    });
    return (await spent(granted)).usd;
  };
  expect(await spentWith("default")).toBeCloseTo(1.25, 9);
  expect(await spentWith("priority")).toBeCloseTo(3.125, 9);
  expect(await spentWith(undefined)).toBeCloseTo(3.125, 9);
});

test("a model of the owner's own costs what the owner says", async () => {
  const granted = await grant({}, "ollama");
  granted.setModelPrices("qwen3=1/2");
  answer = (response) => respond(response, { model: "qwen3", prompt_eval_count: 1_000_000, eval_count: 1_000_000 });
  await ask(granted, { path: "/llm/ollama/api/chat", body: { model: "qwen3", messages: [] } });
  expect(await spent(granted)).toEqual({ usd: 3, tokens: 2_000_000 });
});

test("a request that its client gave up before the answer costs what was estimated", async () => {
  const granted = await grant({});
  const abort = new AbortController();
  answer = () => abort.abort();
  await ask(granted, { body: { model: MODEL, max_tokens: 5000 }, signal: abort.signal }).catch(() => undefined);
  await expect.poll(async () => (await spent(granted)).tokens).toBeGreaterThanOrEqual(5000);
});

test("a request waits while what is left is reserved by another, and goes on when that one cost less", async () => {
  const granted = await grant({ execution: { tokens: 30_000 } });
  const held: ServerResponse[] = [];
  const usual = answer;
  answer = (response) => held.push(response);
  const first = ask(granted, { body: { model: MODEL, max_tokens: 64_000 } });
  await expect.poll(() => held).toHaveLength(1);
  const second = ask(granted);
  await expect.poll(() => gateway.memory.spendings).toHaveLength(1);
  answer = usual;
  usual(held[0] as ServerResponse);
  expect((await first).httpStatus).toBe(200);
  expect((await second).httpStatus).toBe(200);
  expect((await ask(granted)).httpStatus).toBe(402);
});

test("from the request after it a limit holds that came meanwhile, and its going", async () => {
  const granted = await grant({});
  expect((await ask(granted)).httpStatus).toBe(200);
  limit(granted, { project: { tokens: 1 } });
  expect((await ask(granted)).httpStatus).toBe(402);
  limit(granted, {});
  expect([(await ask(granted)).httpStatus, (await ask(granted)).httpStatus]).toEqual([200, 200]);
  limit(granted, { day: { usd: 0.1 } });
  expect((await ask(granted)).httpStatus).toBe(402);
});

test("what nothing limits is sent on though it can't be noted, and counts once it is answered", async () => {
  await gateway.stop();
  const stored = () => memoryBudgetStore(gateway.memory);
  const budgets = {
    ...stored(),
    look: async () => "free" as const,
    note: () => Promise.reject(new Error("connection lost")),
    settle: (came: Settlement) => stored().settle(came),
    warn: async () => [],
  };
  gateway = await startTestGateway({ deps: { budgets } });
  const granted = await grant({});
  expect((await ask(granted)).httpStatus).toBe(200);
  await expect.poll(() => gateway.memory.spendings).toMatchObject([{ isSettled: true }]);
  expect(gateway.logged()).toContain("request not noted before its answer");
});

test("what another gateway has reserved stays so when one begins", async () => {
  const { executionId } = await grant({ task: { usd: 1 } });
  const budgets = memoryBudgetStore(gateway.memory);
  const reserved = { executionId, gatewayId: randomUUID(), estimate: { usd: 2, tokens: 0 }, credential: null };
  await budgets.reserve(reserved);
  const next = await startTestGateway({ deps: { budgets } });
  expect(await budgets.reserve(reserved)).toEqual({ kind: "wait" });
  await next.stop();
});

test.each(["look", "reserve"] as const)("while the budget can't be checked nothing is sent on (%s)", async (which) => {
  await gateway.stop();
  const lost = () => Promise.reject(new Error("connection lost"));
  const budgets = {
    look: which === "look" ? lost : async () => "limited" as const,
    note: async () => undefined,
    reserve: lost,
    settle: async () => undefined,
    warn: async () => [],
    enter: async () => undefined,
    stay: async () => undefined,
  };
  gateway = await startTestGateway({ deps: { budgets } });
  const refused = await ask(await grant({}));
  expect([refused.httpStatus, refused.headers["retry-after"]]).toEqual([503, "1"]);
  expect(upstream.requests).toEqual([]);
});

test("an agent that goes on after its budget was spent is to be stopped, after some time", async () => {
  const stopOf = async ({ runnerToken }: TestGrant) =>
    JSON.parse((await gateway.send({ path: "/stop", headers: { authorization: `Bearer ${runnerToken}` } })).text);
  const patient = await grant({ execution: { tokens: 1 } });
  expect(await stopOf(patient)).toEqual({ stop: null });
  await ask(patient);
  await ask(patient);
  expect(await stopOf(patient)).toEqual({ stop: null });
  await restart({ budgetGraceSeconds: 0 });
  const granted = await grant({ execution: { tokens: 1 } });
  await ask(granted);
  expect(await stopOf(granted)).toEqual({ stop: null });
  await ask(granted);
  expect(await stopOf(granted)).toEqual({ stop: "budget" });
});
