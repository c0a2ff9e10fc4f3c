import { randomUUID } from "node:crypto";
import { AMPLE } from "@catalyst/core/testing";
import { postgresBudgetStore } from "@catalyst/postgres";
import { storeTask } from "@catalyst/postgres/testing";
import { afterEach, expect, test } from "vitest";
import { makePlace } from "../testing/rights/place-of-roles.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;

afterEach(() => server.close());

test("a task tells in a list and alone what it has spent and who asked for it", async () => {
  server = await startTestServer();
  const { task, executionId } = await storeTask(server.db);
  await storeTask(server.db);
  const budgets = postgresBudgetStore(server.db);
  const gatewayId = randomUUID();
  await budgets.enter(gatewayId);
  const estimate = { usd: 1, tokens: 1 };
  const reserved = await budgets.reserve({ executionId, gatewayId, estimate, credential: null });
  const reservationId = "id" in reserved ? reserved.id : "";
  await budgets.settle({ reservationId, executionId, gatewayId, spent: { usd: 0.25, tokens: 9 }, usage: null });
  const { data } = await server.client.call("listTasks", { query: {} });
  expect(data.map(({ number, spentUsd }) => [number, spentUsd])).toEqual([
    [task.number + 1, 0],
    [task.number, 0.25],
  ]);
  const alone = await server.client.call("getTask", { params: { task: task.id }, query: {} });
  expect(alone).toMatchObject({ spentUsd: 0.25, askedBy: data[1]?.askedBy, rights: data[1]?.rights });
  expect(data[1]?.askedBy).toEqual(expect.any(String));
});

test("tasks of one agent are listed by its id, and by another name of it", async () => {
  server = await startTestServer();
  const { task } = await storeTask(server.db);
  const count = async (agent: string) => (await server.client.call("listTasks", { query: { agent } })).data.length;
  expect([task.agentType, await count("claude-code"), await count("codex")]).toEqual(["claude-code", 1, 0]);
  await server.db.drizzle.execute("update agent_tasks set agent_type = 'codex-cli'");
  expect([await count("claude-code"), await count("codex"), await count("codex-cli")]).toEqual([0, 1, 1]);
});

test("of a team's projects alone are the tasks of whoever names it, and nobody names one that they aren't in", async () => {
  server = await startTestServer();
  const { theirs, signIn } = await makePlace(server);
  const ask = async (login: string, path: string) => {
    const headers = { authorization: `Bearer ${await signIn(login)}` };
    const answer = await fetch(new URL(`/api/v1${path}`, server.url), { headers });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };
  const made = await server.deps.teams.make(
    { slug: "other", name: "Other", ownerId: (await server.deps.accounts.ensureUser("ann")).id },
    AMPLE,
  );
  expect(made.slug).toBe("other");
  expect((await ask("ann", "/tasks")).body.data).toHaveLength(1);
  expect((await ask("ann", `/tasks?team=${theirs.team}`)).body.data).toMatchObject([{ id: theirs.task }]);
  expect((await ask("ann", "/tasks?team=other")).body.data).toEqual([]);
  expect((await ask("ann", "/task-counts")).body.all.count).toBe(1);
  expect((await ask("ann", "/task-counts?team=other")).body.all.count).toBe(0);
  expect((await ask("ann", `/tasks?team=other&project=${theirs.project}`)).body.data).toEqual([]);
  for (const path of ["/tasks", "/task-counts"]) {
    expect(await ask("bob", `${path}?team=${theirs.team}`)).toMatchObject({ status: 404 });
    expect(await ask("bob", `${path}?team=no-such-team`)).toMatchObject({ status: 404 });
  }
});

test.each([
  ["ann", { act: true, acceptFindings: true }],
  ["adam", { act: true, acceptFindings: true }],
  ["max", { act: true, acceptFindings: false }],
  ["vic", { act: false, acceptFindings: false }],
])("%s is told what they may do with a task of their team", async (login, rights) => {
  server = await startTestServer();
  const { theirs, signIn } = await makePlace(server);
  const headers = { authorization: `Bearer ${await signIn(login)}` };
  const asked = async (path: string) => JSON.parse(await (await fetch(new URL(path, server.url), { headers })).text());
  expect((await asked(`/api/v1/tasks/${theirs.task}`)).rights).toEqual(rights);
  expect((await asked("/api/v1/tasks")).data).toMatchObject([{ id: theirs.task, rights }]);
});
