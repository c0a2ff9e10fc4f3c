import { LLMock } from "@copilotkit/aimock";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";

const KEY = "sk-ant-canary-0123456789abcdefghij";

describe("against a scripted model", () => {
  let gateway: TestGateway;
  let model: LLMock;

  beforeAll(async () => {
    model = new LLMock({ port: 0 });
    model.onMessage(/hello/, { content: "Good day to you.", usage: { input_tokens: 12, output_tokens: 5 } });
    await model.start();
  });
  afterAll(() => model.stop());
  beforeEach(async () => {
    gateway = await startTestGateway();
  });
  afterEach(() => gateway.stop());

  test("an Anthropic stream passes through and its usage is priced", async () => {
    const { token, executionId } = await gateway.grant({ provider: "anthropic", key: KEY, baseUrl: model.url });
    const answer = await gateway.send({
      path: "/llm/anthropic/v1/messages?beta=true",
      headers: { "x-api-key": token, "anthropic-version": "2023-06-01" },
      body: { model: "claude-sonnet-4-5", max_tokens: 100, stream: true, messages: [{ role: "user", content: "hello" }] },
    });
    expect(answer.httpStatus).toBe(200);
    expect(answer.text).toContain("message_stop");
    const [event] = gateway.eventsOf(executionId);
    expect(event).toMatchObject({ type: "usage", provider: "anthropic", model: "claude-sonnet-4-5", usage: { inputTokens: 12, outputTokens: 5 } });
    expect(event).toHaveProperty("costUsd", expect.closeTo(12 * 3e-6 + 5 * 15e-6, 9));
  });

  test.each([
    ["responses", { input: "hello" }],
    ["chat/completions", { messages: [{ role: "user", content: "hello" }] }],
  ])("an OpenAI stream of %s passes through and is metered", async (path, body) => {
    const { token, executionId } = await gateway.grant({ provider: "openai", key: KEY, baseUrl: `${model.url}/v1` });
    const answer = await gateway.send({
      path: `/llm/openai/v1/${path}`,
      headers: { authorization: `Bearer ${token}` },
      body: { model: "gpt-4o", stream: true, ...body },
    });
    expect(answer.httpStatus).toBe(200);
    expect(answer.text).toContain("day");
    expect(gateway.eventsOf(executionId)).toMatchObject([{ type: "usage", provider: "openai", model: "gpt-4o" }]);
  });
});
