import { readChatGptLogin, serializeTokens } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CHATGPT_ACCOUNT, type ChatGpt, startChatGpt } from "../../testing/start-chatgpt.ts";
import { startTestGateway, type TestGateway, type TestGrant } from "../../testing/start-test-gateway.ts";

const BODY = { model: "gpt-5", input: "hello", stream: false, store: false };

let chatGpt: ChatGpt;
let gateway: TestGateway;
beforeEach(async () => {
  chatGpt = await startChatGpt();
  gateway = await startTestGateway();
});
afterEach(async () => {
  await gateway.stop();
  await chatGpt.close();
  // What is recorded and logged stays when all else is gone.
  const said = gateway.logged() + JSON.stringify(gateway.memory.events);
  expect(chatGpt.tokens.filter((token) => said.includes(token))).toEqual([]);
});

/** An execution with the login as it is now. */
function grant(agentType = "codex-cli"): Promise<TestGrant> {
  const key = serializeTokens(readChatGptLogin(chatGpt.login()));
  return gateway.grant({ provider: "openai", key, baseUrl: chatGpt.baseUrl }, agentType);
}

const ask = ({ token }: TestGrant, path = "/llm/openai/v1/responses", body: object = BODY) =>
  gateway.send({ path, headers: { authorization: `Bearer ${token}`, originator: "codex_exec" }, body });

const stored = () => [...gateway.memory.credentials.values()][0];

test("a request goes to ChatGPT's own address with the account, is metered, and covered", async () => {
  const granted = await grant();
  const answer = await ask(granted);
  expect(answer.httpStatus).toBe(200);
  expect(chatGpt.requests).toMatchObject([
    {
      url: "/backend-api/codex/responses",
      headers: { "chatgpt-account-id": CHATGPT_ACCOUNT, originator: "codex_exec" },
    },
  ]);
  expect(JSON.stringify(chatGpt.requests[0])).not.toContain(granted.token);
  expect(gateway.eventsOf(granted.executionId)).toMatchObject([
    { type: "usage", usage: { inputTokens: 120, outputTokens: 30 }, costUsd: 0, isCovered: true },
  ]);
});

test.each(["claude-code", "aider"])("a request of %s with the login is refused with the reason", async (agentType) => {
  chatGpt.lastsFor(120);
  const { httpStatus, text } = await ask(await grant(agentType));
  expect(httpStatus).toBe(403);
  expect(text).toContain(`The ChatGPT subscription is for Codex CLI alone, and this is an execution of ${agentType}`);
  expect([chatGpt.requests, chatGpt.refreshes()]).toEqual([[], 0]);
});

test("what isn't on the list of features is refused here too, and so is every other path", async () => {
  const granted = await grant();
  const tools = [{ type: "code_interpreter", container: { type: "auto" } }];
  expect((await ask(granted, undefined, { ...BODY, tools })).httpStatus).toBe(403);
  expect((await ask(granted, "/llm/openai/v1/chat/completions")).httpStatus).toBe(403);
  expect((await ask(granted, "/llm/openai/v1/accounts/check")).httpStatus).toBe(403);
  expect(chatGpt.requests).toEqual([]);
});

test("ten executions at once on one login that runs out refresh it once, early, and all are answered", async () => {
  chatGpt.lastsFor(120);
  const first = await grant();
  const others = await Promise.all(Array.from({ length: 9 }, () => gateway.grantAgain(first)));
  chatGpt.lastsFor(864_000);
  const answers = await Promise.all([first, ...others].map((one) => ask(one)));
  expect(answers.map(({ httpStatus }) => httpStatus)).toEqual(Array(10).fill(200));
  expect(chatGpt.refreshes()).toBe(1);
  expect(JSON.parse(chatGpt.requests.find(({ url }) => url === "/oauth/token")?.body ?? "")).toMatchObject({
    client_id: "app_EMoamEEZ73f0CkXaXp7hrann",
    grant_type: "refresh_token",
  });
});

test("ten executions at once whose token is refused refresh it once, and each request is sent again once", async () => {
  const first = await grant();
  const others = await Promise.all(Array.from({ length: 9 }, () => gateway.grantAgain(first)));
  chatGpt.forget();
  const answers = await Promise.all([first, ...others].map((one) => ask(one)));
  expect(answers.map(({ httpStatus }) => httpStatus)).toEqual(Array(10).fill(200));
  expect(chatGpt.refreshes()).toBe(1);
  expect(chatGpt.requests.filter(({ url }) => url.endsWith("/responses")).length).toBeLessThanOrEqual(20);
});

test("new tokens are stored before they are used, sealed by the gateway, and the next request has them", async () => {
  chatGpt.lastsFor(120);
  const granted = await grant();
  const before = stored();
  chatGpt.lastsFor(864_000);
  let atFirstUse: string | undefined;
  chatGpt.answer = (response) => {
    atFirstUse ??= stored()?.encryptedKey;
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  };
  await ask(granted);
  expect(atFirstUse).not.toBe(before?.encryptedKey);
  expect(stored()).toMatchObject({
    encryptedKey: atFirstUse,
    sealerKeyId: before?.recipientKeyId,
    refreshBeganAt: null,
  });
  await ask(granted);
  expect(chatGpt.refreshes()).toBe(1);
});

test("a refresh whose answer is lost after its effect needs a new sign-in, and nothing is asked again", async () => {
  chatGpt.lastsFor(120);
  const granted = await grant();
  chatGpt.failRefreshes("lost");
  const refused = await ask(granted);
  expect([refused.httpStatus, refused.text]).toEqual([403, expect.stringContaining("must be signed in anew")]);
  expect(stored()?.signInNeeded).toContain("nobody knows how its last refresh ended");
  expect(gateway.eventsOf(granted.executionId)).toMatchObject([
    { type: "llm_error", httpStatus: 403, detail: expect.stringContaining("must be signed in anew") },
  ]);
  chatGpt.failRefreshes(null);
  for (const one of [granted, await gateway.grantAgain(granted)]) {
    expect((await ask(one)).httpStatus).toBe(403);
  }
  expect(chatGpt.refreshes()).toBe(1);
});

test.each([500, 502, 503, 302])("a refresh that is answered with %i needs a new sign-in too", async (httpStatus) => {
  chatGpt.lastsFor(120);
  const granted = await grant();
  chatGpt.failRefreshes(httpStatus);
  expect((await ask(granted)).httpStatus).toBe(403);
  expect((await ask(granted)).httpStatus).toBe(403);
  expect([chatGpt.refreshes(), stored()?.signInNeeded]).toEqual([1, expect.stringContaining(String(httpStatus))]);
});

test("a refresh that a gateway was ended at needs a new sign-in", async () => {
  chatGpt.lastsFor(120);
  const granted = await grant();
  const { id } = stored() ?? { id: "" };
  const credential = gateway.memory.credentials.get(id);
  gateway.memory.credentials.set(id, { ...credential, refreshBeganAt: new Date() } as never);
  expect((await ask(granted)).httpStatus).toBe(403);
  expect([chatGpt.refreshes(), stored()?.signInNeeded]).toEqual([0, expect.stringContaining("ended meanwhile")]);
});

test("a refresh that certainly had no effect leaves the tokens as they are, and they are used while they last", async () => {
  chatGpt.lastsFor(120);
  const granted = await grant();
  chatGpt.failRefreshes(429);
  expect((await ask(granted)).httpStatus).toBe(200);
  expect(stored()).toMatchObject({ signInNeeded: null, refreshBeganAt: null });
  chatGpt.failRefreshes(null);
  expect((await ask(granted)).httpStatus).toBe(200);
  expect(chatGpt.refreshes()).toBe(2);
});

test("a login that somebody else refreshed is over, and its refresh token is asked with once", async () => {
  const granted = await grant();
  const other = JSON.parse(chatGpt.login()).tokens.refresh_token;
  await fetch(new URL("/oauth/token", chatGpt.baseUrl), {
    method: "POST",
    body: JSON.stringify({ grant_type: "refresh_token", refresh_token: other }),
  });
  const refused = await ask(granted);
  expect([refused.httpStatus, refused.text]).toEqual([403, expect.stringContaining("refreshed by somebody else (401")]);
  expect((await ask(granted)).httpStatus).toBe(403);
  expect(chatGpt.refreshes()).toBe(2);
});

test("tokens that are refused though they are new are not refreshed again and again", async () => {
  const granted = await grant();
  chatGpt.answer = (response) => response.writeHead(401, { "content-type": "application/json" }).end("{}");
  const statuses = [];
  for (let request = 0; request < 5; request += 1) {
    statuses.push((await ask(granted)).httpStatus);
  }
  expect([statuses, chatGpt.refreshes()]).toEqual([[401, 401, 401, 401, 401], 1]);
});

test("a limit that is reached is told with its end, in the transcript and where the owner looks", async () => {
  const granted = await grant();
  const error = { type: "usage_limit_reached", message: "You've hit your usage limit.", resets_at: 1_800_000_000 };
  chatGpt.answer = (response) =>
    response.writeHead(429, { "content-type": "application/json" }).end(JSON.stringify({ error }));
  const answer = await ask(granted);
  expect([answer.httpStatus, answer.text]).toEqual([429, expect.stringContaining("usage_limit_reached")]);
  const [event] = gateway.eventsOf(granted.executionId);
  expect(event).toMatchObject({
    type: "llm_error",
    httpStatus: 429,
    detail: expect.stringContaining("The subscription's limit is reached, resets at 2027-01-15T08:00:00.000Z."),
  });
  expect(stored()?.limit).toEqual({ isReached: true, resetsAt: "2027-01-15T08:00:00.000Z" });
});

test("a subscription that was removed is refused, and not refreshed", async () => {
  chatGpt.lastsFor(120);
  const granted = await grant();
  gateway.memory.credentials.clear();
  expect((await ask(granted)).httpStatus).toBe(403);
  expect(chatGpt.refreshes()).toBe(0);
});
