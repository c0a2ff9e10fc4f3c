import type { AgentCredential } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestGateway, type TestGateway, type TestGrant } from "../../testing/start-test-gateway.ts";
import { startUpstream, type Upstream } from "../../testing/start-upstream.ts";

let gateway: TestGateway;
let upstream: Upstream;
let grant: TestGrant;
let opened: string[];

beforeEach(async () => {
  opened = [];
  upstream = await startUpstream((response) =>
    response.writeHead(200, { "content-type": "application/json" }).end('{"type":"message"}'),
  );
  const openCredential = async ({ wrappedDataKey }: AgentCredential) => {
    opened.push(wrappedDataKey);
    return { key: `key of ${wrappedDataKey}`, baseUrl: upstream.url };
  };
  gateway = await startTestGateway({ deps: { openCredential } });
  grant = await gateway.grant({ provider: "anthropic", key: "sk-ant-0123456789", baseUrl: upstream.url });
  change({ wrappedDataKey: "first" });
});
afterEach(async () => {
  await gateway.stop();
  await upstream.close();
});

function change(what: Partial<AgentCredential>): void {
  const [[id, credential] = ["", null]] = gateway.memory.credentials;
  gateway.memory.credentials.set(id, { ...(credential as AgentCredential), ...what });
}

const ask = (path = "/v1/messages") =>
  gateway.send({
    path: `/llm/anthropic${path}`,
    headers: { "x-api-key": grant.token },
    body: { model: "claude-sonnet-4-5", max_tokens: 10, messages: [] },
  });

const sentKeys = () => upstream.requests.map(({ headers }) => headers["x-api-key"]);

test("a credential is opened once for many requests", async () => {
  for (let count = 0; count < 4; count++) {
    expect((await ask()).httpStatus).toBe(200);
  }
  expect(opened).toEqual(["first"]);
});

test("one that was replaced or sealed anew counts from the next request on", async () => {
  await ask();
  change({ wrappedDataKey: "second" });
  await ask();
  change({ wrappedDataKey: "third" });
  await ask("/v1/messages/count_tokens");
  await ask();
  expect(sentKeys()).toEqual(["key of first", "key of second", "key of third", "key of third"]);
});

test("of one that was removed, or must be signed in to, nothing is sent from the next request on", async () => {
  await ask();
  change({ signInNeeded: "the login is over." });
  expect((await ask()).httpStatus).toBe(403);
  change({ signInNeeded: null });
  await ask();
  gateway.memory.credentials.clear();
  expect([(await ask()).httpStatus, (await ask()).httpStatus]).toEqual([403, 403]);
  expect(sentKeys()).toEqual(["key of first", "key of first"]);
  expect(gateway.memory.spendings).toHaveLength(2);
});
