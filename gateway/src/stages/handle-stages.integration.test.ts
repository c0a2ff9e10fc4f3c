import { randomUUID } from "node:crypto";
import { agentTokenOf, StageAccess } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sendOver } from "../testing/send-over.ts";
import { startTestGateway, type TestGateway, type TestGrant } from "../testing/start-test-gateway.ts";

let gateway: TestGateway;
let grant: TestGrant;

beforeEach(async () => {
  gateway = await startTestGateway();
  grant = await gateway.grant(null);
});
afterEach(() => gateway.stop());

const AGENT_STAGE = 2;
const pathOf = (executionId: string, number: number | string) => `/stages?execution=${executionId}&number=${number}`;

/** As whoever keeps the environment does. */
function begin(number: number, executionId = grant.executionId) {
  return sendOver(gateway.gateway.socketPath, { method: "POST", path: pathOf(executionId, number) });
}

/** Whether the runner with this token is let in: its batch of events isn't one. */
async function isLetIn(token: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}` };
  return (await gateway.send({ path: "/events", headers, body: "{" })).httpStatus === 400;
}

test("a stage that begins gets two tokens, which are let in from then on, and stored as hashes alone", async () => {
  const answer = await begin(AGENT_STAGE);
  const { token, agentToken } = StageAccess.parse(JSON.parse(answer.text));
  expect([answer.httpStatus, agentToken]).toEqual([200, agentTokenOf(token)]);
  expect(await isLetIn(token)).toBe(true);
  expect(JSON.stringify([gateway.memory.grants, gateway.logged()])).not.toMatch(new RegExp(`${token}|${agentToken}`));
});

test("whoever asks again has the only tokens", async () => {
  const tokens: string[] = [];
  for (let count = 0; count < 2; count++) {
    tokens.push(StageAccess.parse(JSON.parse((await begin(AGENT_STAGE)).text)).token);
  }
  expect(await Promise.all([grant.runnerToken, ...tokens].map(isLetIn))).toEqual([false, false, true]);
});

test("the stages before it are over at once, also for a token that was let in a moment ago", async () => {
  const setup = grant.addStage("setup");
  expect(await isLetIn(setup.runnerToken)).toBe(true);
  const { token } = StageAccess.parse(JSON.parse((await begin(AGENT_STAGE)).text));
  expect([await isLetIn(setup.runnerToken), await isLetIn(setup.token), await isLetIn(token)]).toEqual([
    false,
    false,
    true,
  ]);
  expect((await begin(0)).httpStatus).toBe(404);
});

test("a stage that nobody planned, or of an execution that ended, gets none", async () => {
  expect((await begin(7)).httpStatus).toBe(404);
  expect((await begin(AGENT_STAGE, randomUUID())).httpStatus).toBe(404);
  grant.end();
  expect((await begin(AGENT_STAGE)).httpStatus).toBe(404);
});

test("no environment begins a stage, its own as little as another's", async () => {
  const other = await gateway.grant(null);
  const known: Record<string, string>[] = [{}, { authorization: `Bearer ${grant.runnerToken}` }];
  for (const headers of known) {
    for (const socket of ["gateway.sock", "agent.sock"]) {
      const path = (await gateway.socketOf(grant.executionId)).replace("gateway.sock", socket);
      for (const { executionId } of [grant, other]) {
        const asked = await sendOver(path, { method: "POST", path: pathOf(executionId, AGENT_STAGE), headers });
        expect(asked.httpStatus).toBe(404);
      }
    }
  }
  expect([await isLetIn(grant.runnerToken), await isLetIn(other.runnerToken)]).toEqual([true, true]);
});

test.each(["/stages", "/stages?execution=x&number=1", `/stages?execution=${randomUUID()}&number=-1`])(
  "%s is no question",
  async (path) => {
    expect((await sendOver(gateway.gateway.socketPath, { method: "POST", path })).httpStatus).toBe(400);
  },
);
