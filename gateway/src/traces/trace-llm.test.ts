import { randomUUID } from "node:crypto";
import type { Span } from "@catalyst/telemetry/traces";
import { expect, test } from "vitest";
import { traceLlm } from "./trace-llm.ts";

const of = { taskId: randomUUID(), executionId: randomUUID() };
const answer = { httpStatus: 200, isCut: false, inputTokens: 30, outputTokens: 5 };

function told(model: string | null, came: typeof answer | null = answer): Span | undefined {
  const spans: Span[] = [];
  traceLlm((span) => void spans.push(span))({ of, provider: "anthropic", model, startedAt: 1, answer: came });
  return spans[0];
}

test("a request to a model is a part of its execution, with provider, model, tokens and status", () => {
  expect(told("claude-sonnet-4-5")).toMatchObject({
    name: "chat claude-sonnet-4-5",
    place: { kind: "of_execution", ...of },
    hasFailed: false,
    attributes: {
      "gen_ai.provider.name": "anthropic",
      "gen_ai.request.model": "claude-sonnet-4-5",
      "gen_ai.usage.input_tokens": 30,
      "gen_ai.usage.output_tokens": 5,
      "http.response.status_code": 200,
    },
  });
});

test.each(["ignore all that was said", "a".repeat(10_000), "", null])("the model %j is another", (model) => {
  expect(told(model)).toMatchObject({ name: "chat other", attributes: { "gen_ai.request.model": "other" } });
});

test.each([null, { ...answer, httpStatus: 429 }, { ...answer, isCut: true }])("%j has failed", (came) => {
  expect(told(null, came)?.hasFailed).toBe(true);
});
