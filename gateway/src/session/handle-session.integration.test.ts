import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { MAX_SESSION_BYTES } from "@catalyst/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import {
  createTestExecutions,
  openMemoryStores,
  openPostgresStores,
  type TestExecution,
  type TestExecutions,
} from "../testing/test-executions.ts";

describe.each([
  ["in memory", openMemoryStores],
  ["in PostgreSQL", openPostgresStores],
])("sessions %s", (_where, openStores) => {
  let executions: TestExecutions;
  let gateway: TestGateway;

  beforeEach(async () => {
    executions = createTestExecutions(await openStores());
    const limits = { sessionSaves: { perSecond: 0.01, burst: 2 }, grantCacheSeconds: 60, grantCheckSeconds: 0.05 };
    gateway = await startTestGateway({ deps: executions.deps, limits });
  });
  afterEach(async () => {
    await gateway.stop();
    await executions.stores.close();
  });

  const put = (execution: TestExecution, body: Buffer) =>
    gateway.send({ path: "/session", method: "PUT", headers: execution.runnerHeaders, body });
  const get = (execution: TestExecution) => gateway.send({ path: "/session", headers: execution.runnerHeaders });

  test("what one execution saved comes back to the one that goes on from it, byte for byte", async () => {
    const first = await executions.begin();
    const content = randomBytes(300_000);
    expect(await put(first, content)).toMatchObject({ httpStatus: 200, text: '{"saved":300000}' });
    expect(await fetchBytes(gateway, first)).toEqual(content);
    const second = await executions.goOn(first);
    expect(await fetchBytes(gateway, second)).toEqual(content);
    expect(gateway.logged()).not.toContain(first.runnerToken);
  });

  test("another execution's token gets and replaces nothing of it", async () => {
    const [mine, other] = [await executions.begin(), await executions.begin()];
    await put(mine, Buffer.from("mine"));
    expect((await get(other)).httpStatus).toBe(404);
    await put(other, Buffer.from("other"));
    expect(await fetchBytes(gateway, other)).toEqual(Buffer.from("other"));
    const [next, foreign] = [await executions.goOn(mine), await executions.goOn(other)];
    expect(await fetchBytes(gateway, next)).toEqual(Buffer.from("mine"));
    expect(await fetchBytes(gateway, foreign)).toEqual(Buffer.from("other"));
  });

  test("after the execution's end nothing is saved, also while its token is still believed", async () => {
    const execution = await executions.begin();
    await put(execution, Buffer.from("in time"));
    await executions.end(execution);
    expect((await put(execution, Buffer.from("late"))).httpStatus).toBe(401);
    expect(await executions.stores.sessions.has(execution.executionId)).toBe(true);
  });

  test("more than the limit is refused without being kept, and a flood of saving is held off", async () => {
    const execution = await executions.begin();
    expect((await put(execution, Buffer.alloc(MAX_SESSION_BYTES + 1))).httpStatus).toBe(413);
    expect(await executions.stores.sessions.has(execution.executionId)).toBe(false);
    expect((await put(execution, Buffer.alloc(MAX_SESSION_BYTES))).httpStatus).toBe(200);
    const refused = await put(execution, Buffer.from("again"));
    expect(refused.httpStatus).toBe(429);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  });

  test("the token of a preparation, an empty body, other methods and queries are refused", async () => {
    const preparing = await executions.begin({ stage: "prepare" });
    expect((await put(preparing, Buffer.from("x"))).httpStatus).toBe(403);
    expect((await get(preparing)).httpStatus).toBe(403);
    const events = await executions.stores.events.list({
      executionId: preparing.executionId,
      afterNumber: 0,
      limit: 10,
    });
    expect(events.map(({ body }) => body)).toMatchObject([
      { type: "blocked", action: "PUT /session" },
      { type: "blocked", action: "GET /session" },
    ]);
    const { runnerHeaders: headers } = await executions.begin();
    expect((await gateway.send({ path: "/session", method: "PUT", headers })).httpStatus).toBe(400);
    expect((await gateway.send({ path: "/session", headers, body: "x" })).httpStatus).toBe(400);
    expect((await gateway.send({ path: "/session?of=other", headers })).httpStatus).toBe(400);
    expect((await gateway.send({ path: "/session" })).httpStatus).toBe(401);
  });
});

async function fetchBytes(
  gateway: TestGateway,
  { executionId, runnerHeaders: headers }: TestExecution,
): Promise<Buffer> {
  const socketPath = await gateway.socketOf(executionId);
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: "/session", headers, agent: false });
    asked.once("error", reject);
    asked.once("response", (response) => response.toArray().then((chunks) => resolve(Buffer.concat(chunks)), reject));
    asked.end();
  });
}
