import { randomUUID } from "node:crypto";
import { ProjectBudgets } from "@catalyst/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startTestGateway, type TestGateway, type TestGrant } from "../../testing/start-test-gateway.ts";
import { startUpstream, type Upstream } from "../../testing/start-upstream.ts";

const PATIENTLY = { timeout: 60_000 };
const MODEL = "claude-sonnet-4-5";
const ANSWER = { type: "message", model: MODEL, usage: { input_tokens: 60, output_tokens: 25 } };

let upstream: Upstream;
let gateway: TestGateway;
beforeEach(async () => {
  upstream = await startUpstream((response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(ANSWER)),
  );
  gateway = await startTestGateway();
});
afterEach(async () => {
  await gateway.stop();
  await upstream.close();
});

async function grant(budgets: Parameters<typeof ProjectBudgets.parse>[0]): Promise<TestGrant> {
  const granted = await gateway.grant({ provider: "anthropic", key: "sk-1", baseUrl: upstream.url });
  const { projectId = "" } = gateway.memory.repos.get(granted.repoId) ?? {};
  gateway.memory.budgets.set(projectId, ProjectBudgets.parse(budgets));
  return granted;
}

const ask = ({ token }: TestGrant) =>
  gateway.send({
    path: "/llm/anthropic/v1/messages",
    headers: { authorization: `Bearer ${token}` },
    body: { model: MODEL, max_tokens: 100 },
  });

const warned = ({ taskId }: TestGrant) =>
  gateway.memory.changes.flatMap((change) =>
    change.taskId === taskId && change.body.type === "spending_warned" ? [change.body] : [],
  );

test("the request that brings a budget to 80% changes the task, and the ones after it don't", async () => {
  const granted = await grant({ task: { tokens: 100 }, onExceeded: "pause" });
  expect((await ask(granted)).httpStatus).toBe(200);
  await vi.waitFor(() =>
    expect(warned(granted)).toMatchObject([{ of: "budget", scope: "task", limit: 100, spent: 85 }]),
  );
  expect((await ask(granted)).httpStatus).toBe(200);
  expect((await ask(granted)).httpStatus).toBe(402);
  expect(warned(granted)).toHaveLength(1);
});

test("without a budget the threshold changes the task, and is said in the transcript, once", async () => {
  const granted = await grant({ warnAtTokens: 170 });
  await ask(granted);
  await ask(granted);
  const events = () => gateway.eventsOf(granted.executionId).filter(({ type }) => type === "budget");
  const use = { scope: "task", unit: "tokens", limit: 170, spent: 170 };
  // Some requests share a look.
  await vi.waitFor(() => expect(events()).toEqual([{ type: "budget", kind: "threshold", ...use }]), PATIENTLY);
  await ask(granted);
  expect([events(), warned(granted)]).toEqual([
    [expect.anything()],
    [{ type: "spending_warned", of: "threshold", ...use }],
  ]);
});

test("no answer waits for what people are told, nor fails with it", async () => {
  await gateway.stop();
  const told = Promise.withResolvers<never>();
  const budgets = {
    look: async () => "limited" as const,
    note: async () => undefined,
    reserve: async () => ({ kind: "granted" as const, id: randomUUID(), isLimited: true, nearlySpent: [] }),
    settle: async () => undefined,
    warn: () => told.promise,
    enter: async () => undefined,
    stay: async () => undefined,
  };
  gateway = await startTestGateway({ deps: { budgets } });
  const granted = await grant({});
  expect((await ask(granted)).httpStatus).toBe(200);
  told.reject(new Error("connection lost"));
  await vi.waitFor(() => expect(gateway.logged()).toContain("spending not told"));
  expect((await ask(granted)).httpStatus).toBe(200);
});
