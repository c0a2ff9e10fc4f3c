import type { BudgetStore } from "@catalyst/core";
import { type Database, postgresBudgetStore } from "@catalyst/postgres";
import { storeTask, testDatabase } from "@catalyst/postgres/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway } from "../../testing/start-test-gateway.ts";
import { startUpstream, type Upstream } from "../../testing/start-upstream.ts";

const REQUEST_TOKENS = 10_000;
const LIMIT = 4.5 * REQUEST_TOKENS;
const REQUESTS_EACH = 16;

/** What a request of a few bytes really had for its input. */
const KEPT = { input_tokens: 390_000, output_tokens: 16 };

let db: Database;
let upstream: Upstream;

beforeAll(async () => {
  db = await testDatabase();
  const body = {
    type: "message",
    model: "claude-sonnet-4-5",
    usage: { input_tokens: 0, output_tokens: REQUEST_TOKENS },
  };
  upstream = await startUpstream((response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
});
afterAll(async () => {
  await upstream?.close();
  await db?.close();
});

/** A gateway whose one execution spends as this one in PostgreSQL. */
function gatewayFor(executionId: string) {
  const store = postgresBudgetStore(db);
  const look: BudgetStore["look"] = () => store.look({ executionId, credential: null });
  const reserve: BudgetStore["reserve"] = (asked) => store.reserve({ ...asked, executionId, credential: null });
  const settle: BudgetStore["settle"] = (settlement) => store.settle({ ...settlement, executionId });
  return startTestGateway({ deps: { budgets: { ...store, look, reserve, settle } } });
}

test("requests at once, of several executions and through several gateways, go over a budget by at most one", async () => {
  const tasks = [await storeTask(db), await storeTask(db)];
  await db.pool.query("update agent_configs set budgets = $1", [{ project: { tokens: LIMIT } }]);
  const gateways = await Promise.all(tasks.map(({ executionId }) => gatewayFor(executionId)));
  const answers = await Promise.all(
    gateways.flatMap(async (gateway) => {
      const { token } = await gateway.grant({ provider: "anthropic", key: "sk-1", baseUrl: upstream.url });
      const request = {
        path: "/llm/anthropic/v1/messages",
        headers: { authorization: `Bearer ${token}` },
        body: { model: "claude-sonnet-4-5", max_tokens: REQUEST_TOKENS },
      };
      return Promise.all(Array.from({ length: REQUESTS_EACH }, () => gateway.send(request)));
    }),
  );
  const statuses = answers.flat().map(({ httpStatus }) => httpStatus);
  const served = statuses.filter((status) => status === 200).length;
  expect(statuses.filter((status) => status === 402)).toHaveLength(2 * REQUESTS_EACH - served);
  expect(upstream.requests).toHaveLength(served);
  const spent = served * REQUEST_TOKENS;
  expect(spent).toBeGreaterThanOrEqual(LIMIT);
  expect(spent - LIMIT).toBeLessThan(REQUEST_TOKENS);
  const { limits } = await postgresBudgetStore(db).spent(tasks[0]?.task.id ?? "");
  expect(limits).toEqual([{ scope: "project", unit: "tokens", limit: LIMIT, spent }]);
  await Promise.all(gateways.map((gateway) => gateway.stop()));
});

test("of requests that bring in what the provider keeps, none is let through, and where they are allowed, one at a time", async () => {
  const { executionId } = await storeTask(db);
  await db.pool.query("update agent_configs set budgets = $1", [{ project: {}, execution: { tokens: 100_000 } }]);
  const stored = await startUpstream((response) => {
    response.writeHead(200, { "content-type": "application/json" });
    setTimeout(() => response.end(JSON.stringify({ object: "response", model: "gpt-5", usage: KEPT })), 200);
  });
  const gateway = await gatewayFor(executionId);
  const grant = await gateway.grant({ provider: "openai", key: "sk-1", baseUrl: stored.url });
  const body = { model: "gpt-5", input: "x", previous_response_id: "resp_1", max_output_tokens: 16 };
  const headers = { authorization: `Bearer ${grant.token}` };
  const askAtOnce = () =>
    Promise.all(Array.from({ length: 30 }, () => gateway.send({ path: "/llm/openai/v1/responses", headers, body })));
  expect(new Set((await askAtOnce()).map(({ httpStatus }) => httpStatus))).toEqual(new Set([403]));
  grant.allowFeatures("parameter.previous_response_id");
  const statuses = (await askAtOnce()).map(({ httpStatus }) => httpStatus);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(stored.requests).toHaveLength(1);
  await gateway.stop();
  await stored.close();
});
