import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestGateway, type TestGateway, type TestGrant } from "../testing/start-test-gateway.ts";

const CANARY = "npm_canary/0123456789+abcdef";
const KEY_FILE = "-----BEGIN KEY-----\ncanaryline0123456789\ncanaryline9876543210\n-----END KEY-----";

let gateway: TestGateway;
let grant: TestGrant;

beforeEach(async () => {
  gateway = await startTestGateway();
  grant = await gateway.grant(null);
  gateway.addSecret(grant, "NPM_TOKEN", CANARY);
  gateway.addSecret(grant, "KEY_FILE", KEY_FILE);
  grant.setStage("setup");
  grant.nameSecrets(["NPM_TOKEN", "KEY_FILE"]);
});
afterEach(() => gateway.stop());

const send = (path: string, more: { method?: string; body?: object } = {}) =>
  gateway.send({ path, headers: { authorization: `Bearer ${grant.runnerToken}` }, ...more });

const say = (text: string) =>
  send("/events", {
    body: { events: [{ sourceNumber: 1, at: new Date(), body: { type: "log", stream: "stdout", text } }] },
  });

test("the trusted setup gets its own repository's secrets, and no other's", async () => {
  const other = await gateway.grant(null);
  gateway.addSecret(other, "OTHER", "another-secret");
  const { httpStatus, text, headers } = await send("/setup-secrets");
  expect([httpStatus, headers["cache-control"]]).toEqual([200, "no-store"]);
  expect(JSON.parse(text)).toEqual({ variables: { KEY_FILE, NPM_TOKEN: CANARY } });
});

test("it gets those that its grant names, and what is masked are those that it may have got", async () => {
  grant.nameSecrets(["NPM_TOKEN"]);
  expect(JSON.parse((await send("/setup-secrets")).text)).toEqual({ variables: { NPM_TOKEN: CANARY } });
  await say(`${CANARY} canaryline9876543210`);
  expect(JSON.stringify(gateway.eventsOf(grant.executionId))).toMatch(/\[redacted\]\** canaryline9876543210/);
});

test.each<["setup" | "prepare" | "agent", string[]]>([
  ["setup", []],
  ["prepare", ["NPM_TOKEN"]],
  ["agent", ["NPM_TOKEN"]],
])("the stage %s with a grant for %j gets none, and the attempt leaves an audit event", async (stage, names) => {
  grant.setStage(stage);
  grant.nameSecrets(names);
  expect(await send("/setup-secrets")).toMatchObject({ httpStatus: 403, text: expect.not.stringContaining("canary") });
  expect(gateway.eventsOf(grant.executionId)).toMatchObject([{ type: "blocked", action: "GET /setup-secrets" }]);
});

test.each(["POST", "PUT", "DELETE"])("%s is refused", async (method) => {
  expect((await send("/setup-secrets", { method })).httpStatus).toBe(400);
});

test("an ended stage gets nothing any more", async () => {
  grant.end();
  expect((await send("/setup-secrets")).httpStatus).toBe(401);
});

test.each(["setup", "prepare", "agent"] as const)(
  "the secrets are masked in what the stage %s says, line by line too",
  async (stage) => {
    grant.setStage(stage);
    grant.nameSecrets([], ["NPM_TOKEN", "KEY_FILE"]);
    await say(`token ${CANARY} ${Buffer.from(CANARY).toString("base64")}\n> canaryline9876543210`);
    expect(JSON.stringify(gateway.eventsOf(grant.executionId))).toMatch(/token \[redacted\]/);
    expect(JSON.stringify(gateway.memory.events)).not.toMatch(/canary|bnBtX2Nhbm/);
  },
);

test("the secrets are masked in audit events, however they were tried to be carried out", async () => {
  grant.allow("registry.npmjs.org");
  await send(`/canaryline0123456789/x`);
  await send(`/${grant.token}`);
  await send(`/${grant.runnerToken}`);
  const events = JSON.stringify(gateway.eventsOf(grant.executionId));
  expect(events).toContain("GET /[redacted]");
  expect(events).not.toContain("canary");
  expect(events).not.toContain(grant.token);
  expect(events).not.toContain(grant.runnerToken);
});

test("nothing of them is in the gateway's log", async () => {
  await send("/setup-secrets");
  await say(CANARY);
  expect(gateway.logged()).not.toContain("canary");
});

test("a secret whose row was altered is left out, and the others are given", async () => {
  const key = `${grant.repoId}/KEY_FILE`;
  const row = gateway.memory.secrets.get(key);
  gateway.memory.secrets.set(key, { ...row, name: "STOLEN" } as never);
  expect(JSON.parse((await send("/setup-secrets")).text)).toEqual({ variables: { NPM_TOKEN: CANARY } });
});

test("while the secrets can't be asked for, nothing unmasked is stored: the runner sends it again", async () => {
  await gateway.stop();
  const list = async () => {
    throw new Error("the database is away");
  };
  gateway = await startTestGateway({ deps: { secrets: { list } } });
  grant = await gateway.grant(null);
  grant.nameSecrets([], ["NPM_TOKEN"]);
  expect((await say(CANARY)).httpStatus).toBe(503);
  expect(gateway.memory.events).toEqual([]);
});
