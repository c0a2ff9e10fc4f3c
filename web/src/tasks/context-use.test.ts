import { expect, test } from "vitest";
import { contextUseOf } from "./context-use.ts";

const usage = {
  inputTokens: 1000,
  cacheReadTokens: 40_000,
  cacheWriteTokens: 500,
  outputTokens: 300,
  reasoningTokens: 9,
};

test("what a model had before it is all of the request and its answer, beside what it takes", () => {
  expect(contextUseOf({ body: { type: "usage", usage, windowTokens: 200_000 } })).toEqual({
    tokens: 41_800,
    window: 200_000,
  });
  expect(contextUseOf({ body: { type: "usage", usage } })).toMatchObject({ window: null });
});

test("what an agent counts for itself, and what is no request, says nothing of it", () => {
  expect(contextUseOf({ body: { type: "agent_usage", usage } })).toBeNull();
  expect(contextUseOf({ body: { type: "usage", usage: "much" } })).toBeNull();
});
