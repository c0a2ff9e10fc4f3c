import { isPrivateAllowed, readChatGptLogin, serializeTokens } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startChatGpt } from "../../testing/start-chatgpt.ts";
import { startTestGateway, type TestGateway } from "../../testing/start-test-gateway.ts";
import { startUpstream, type Upstream } from "../../testing/start-upstream.ts";

const JSON_TYPE = { "content-type": "application/json" };
const REQUESTS = {
  ollama: { path: "/llm/ollama/api/chat", body: { model: "qwen3", messages: [] } },
  openai: { path: "/llm/openai/v1/responses", body: { model: "gpt-5", input: "x" } },
};

let upstream: Upstream;
let gateway: TestGateway;
/** Those whose credentials are made while the test runs are the machine's owner's, or somebody's. */
let ownerId: string;
let privateHosts: string[];
beforeEach(async () => {
  [ownerId, privateHosts] = ["", []];
  upstream = await startUpstream((response) => response.writeHead(200, JSON_TYPE).end("{}"));
  gateway = await startTestGateway({
    deps: { isPrivateAllowed: (address) => isPrivateAllowed(address, { ownerId, privateHosts }) },
  });
});
afterEach(async () => {
  await gateway.stop();
  await upstream.close();
});

async function ask(provider: keyof typeof REQUESTS, baseUrl: string, { isOwners = false, key = "sk-1" } = {}) {
  const { token } = await gateway.grant({ provider, key, baseUrl }, "codex-cli");
  ownerId = isOwners ? ([...gateway.memory.credentials.values()].at(-1)?.userId ?? "") : "";
  const headers = { authorization: `Bearer ${token}` };
  return gateway.send({ ...REQUESTS[provider], headers });
}

const byName = () => `http://localhost:${new URL(upstream.url).port}`;

test("a person's base URL that leads to a private address is refused, as an address or by name, and the words name the setting", async () => {
  for (const [baseUrl, hostname] of [
    [upstream.url, "127.0.0.1"],
    [byName(), "localhost"],
  ] as const) {
    expect(await ask("ollama", baseUrl)).toMatchObject({
      httpStatus: 502,
      text: expect.stringMatching(new RegExp(`not a public address.*CATALYST_PRIVATE_HOSTS=${hostname}`)),
    });
  }
  expect(upstream.requests).toEqual([]);
});

test("the machine's owner's may, and so may anybody's where the owner listed the host", async () => {
  expect((await ask("ollama", upstream.url, { isOwners: true })).httpStatus).toBe(200);
  expect((await ask("ollama", byName(), { isOwners: true })).httpStatus).toBe(200);
  // A connection that is open for the owner is none for others.
  expect((await ask("ollama", byName())).httpStatus).toBe(502);
  privateHosts = ["localhost"];
  expect((await ask("ollama", byName())).httpStatus).toBe(200);
});

test("a metadata service is for nobody, listed or not", async () => {
  privateHosts = ["169.254.169.254", "[fd00:ec2::254]"];
  for (const baseUrl of ["http://169.254.169.254", "http://[fd00:ec2::254]"]) {
    for (const isOwners of [true, false]) {
      const { httpStatus, text } = await ask("ollama", baseUrl, { isOwners });
      expect([httpStatus, text]).toEqual([502, expect.stringContaining("neither a public nor a private")]);
      expect(text).not.toContain("CATALYST_PRIVATE_HOSTS");
    }
  }
});

test("a login is refreshed nowhere else: not at a private address, nor at a metadata service", async () => {
  const chatGpt = await startChatGpt();
  chatGpt.lastsFor(60);
  const key = serializeTokens(readChatGptLogin(chatGpt.login()));
  for (const baseUrl of [chatGpt.baseUrl, "http://169.254.169.254"]) {
    expect((await ask("openai", baseUrl, { key })).httpStatus).toBe(502);
  }
  expect([chatGpt.refreshes(), chatGpt.requests]).toEqual([0, []]);
  await chatGpt.close();
});
