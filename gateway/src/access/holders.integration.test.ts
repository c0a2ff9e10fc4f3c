import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestGateway, type TestGateway, type TestGrant } from "../testing/start-test-gateway.ts";

let gateway: TestGateway;
let grant: TestGrant;

beforeEach(async () => {
  gateway = await startTestGateway({ limits: { concurrentRequests: 2 } });
  grant = await gateway.grant({ provider: "anthropic", key: "sk-ant-0123456789", baseUrl: "http://127.0.0.1:9" });
});
afterEach(() => gateway.stop());

function send(token: string, [method, path]: readonly [string, string], body?: object) {
  return gateway.send({ method, path, headers: { authorization: `Bearer ${token}` }, ...(body && { body }) });
}

const AGENT_ENDED = {
  type: "agent_ended",
  outcome: "completed",
  exitCode: 0,
  command: "",
  summary: null,
  headCommit: null,
};

test.each([
  ["POST", "/events"],
  ["GET", "/events"],
  ["GET", "/stop"],
  ["PUT", "/session"],
  ["GET", "/session"],
  ["GET", "/messages"],
  ["GET", "/messages?after=99"],
  ["GET", "/setup-secrets"],
] as const)("%s %s is the runner's: the agent's token is refused, with an audit event", async (method, path) => {
  const body = method === "POST" ? { events: [{ sourceNumber: 1, at: new Date(), body: AGENT_ENDED }] } : undefined;
  expect((await send(grant.token, [method, path], body)).httpStatus).toBe(403);
  expect(gateway.eventsOf(grant.executionId)).toMatchObject([
    { type: "blocked", action: `${method} ${path.split("?", 1)[0]}` },
  ]);
});

test.each(["setup", "prepare", "agent"] as const)("in the stage %s too", async (stage) => {
  grant.setStage(stage);
  grant.nameSecrets(["NPM_TOKEN"]);
  expect((await send(grant.token, ["GET", "/setup-secrets"])).httpStatus).toBe(403);
});

test("an end of the agent that the agent reports is not stored, and the runner's numbers stay free", async () => {
  const forged = Array.from({ length: 900 }, (_, index) => ({
    sourceNumber: index + 1,
    at: new Date(),
    body: AGENT_ENDED,
  }));
  await send(grant.token, ["POST", "/events"], { events: forged });
  const body = { type: "log", stream: "system", text: "the runner's own" };
  const event = { sourceNumber: 1, at: new Date(), body };
  expect((await send(grant.runnerToken, ["POST", "/events"], { events: [event] })).text).toBe('{"acknowledged":1}');
  expect(gateway.eventsOf(grant.executionId)).toMatchObject([{ type: "blocked" }, body]);
});

test.each([
  ["POST", "/llm/anthropic/v1/messages"],
  ["GET", "/llm/anthropic/v1/models"],
] as const)("%s %s is the agent's: the runner's token is refused", async (method, path) => {
  expect((await send(grant.runnerToken, [method, path])).httpStatus).toBe(403);
  expect(gateway.eventsOf(grant.executionId)).toMatchObject([{ type: "blocked", action: `${method} ${path}` }]);
});

test("an agent that has all its requests open doesn't keep the runner from reporting", async () => {
  const hanging = new AbortController();
  const open = [1, 2].map(() =>
    gateway.send({
      method: "POST",
      path: "/git/repository.git/git-upload-pack",
      headers: {
        authorization: `Bearer ${grant.token}`,
        "content-type": "application/x-git-upload-pack-request",
        "content-length": "1000",
      },
      body: "0",
      signal: hanging.signal,
    }),
  );
  await expect.poll(async () => (await send(grant.token, ["GET", "/x"])).httpStatus).toBe(429);
  const event = { sourceNumber: 1, at: new Date(), body: { type: "log", stream: "system", text: "x" } };
  expect((await send(grant.runnerToken, ["POST", "/events"], { events: [event] })).httpStatus).toBe(200);
  hanging.abort();
  await Promise.allSettled(open);
});
