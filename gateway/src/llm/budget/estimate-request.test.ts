import { expect, test } from "vitest";
import { estimateRequest } from "./estimate-request.ts";

const REQUEST = {
  provider: "openai",
  model: "gpt-5",
  body: new Uint8Array(100),
  maxOutputTokens: 16,
  isUnsized: false,
  images: 0,
  searches: 0,
} as const;

test("a request that searches reserves the model's whole window, and its searches", () => {
  const { inputTokens, webSearches } = estimateRequest({ ...REQUEST, isUnsized: true, searches: 20 });
  expect([inputTokens, webSearches]).toEqual([400_000, 20]);
});

test("a picture reserves what the model counts that counts the most for one", () => {
  expect(estimateRequest({ ...REQUEST, images: 2 }).inputTokens).toBeGreaterThanOrEqual(100 + 2 * 48_169);
});
