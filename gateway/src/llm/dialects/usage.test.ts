import type { TokenUsage } from "@catalyst/core";
import { expect, test } from "vitest";
import { createAnswerMeter } from "../answers/meter-answer.ts";
import { priceUsage } from "../budget/price-usage.ts";
import { readAnthropicAnswer } from "./anthropic.ts";
import type { Metered, ReadAnswer } from "./dialect.ts";
import { readGeminiAnswer } from "./gemini.ts";
import { readOllamaAnswer } from "./ollama.ts";
import { readChatAnswer, readResponsesAnswer } from "./openai-usage.ts";

function meterEvents(read: ReadAnswer, answers: unknown[], cutLast = 0): Promise<Metered> {
  const text = answers.map((answer) => `data: ${JSON.stringify(answer)}\n\n`).join("");
  return meterText(read, "text/event-stream; charset=utf-8", text.slice(0, text.length - cutLast));
}

/** One byte at a time: every border is met. */
async function meterText(read: ReadAnswer, contentType: string, text: string): Promise<Metered> {
  const meter = createAnswerMeter(contentType, read, async () => null);
  for (const byte of Buffer.from(text)) {
    await meter.push(Buffer.from([byte]));
  }
  return meter.end();
}

const START = {
  type: "message_start",
  message: {
    model: "claude-sonnet-4-5",
    usage: { input_tokens: 10, cache_creation_input_tokens: 20, cache_read_input_tokens: 30, output_tokens: 1 },
  },
};

test("Anthropic: the stream's counts are cumulative, cached tokens told apart", async () => {
  const deltas = [5, 9].map((output_tokens) => ({ type: "message_delta", usage: { output_tokens } }));
  expect(
    await meterEvents(readAnthropicAnswer, [
      START,
      { type: "ping" },
      { type: "content_block_delta", delta: { text: "é" } },
      ...deltas,
    ]),
  ).toEqual({
    model: "claude-sonnet-4-5",
    usage: { inputTokens: 10, cacheWriteTokens: 20, cacheReadTokens: 30, outputTokens: 9, reasoningTokens: 0 },
    longCacheWriteTokens: 0,
    streamError: null,
  });
});

test("Anthropic: a cut stream counts what was seen, an error in it is noticed", async () => {
  expect(
    (await meterEvents(readAnthropicAnswer, [START, { type: "message_delta", usage: { output_tokens: 9 } }], 5)).usage,
  ).toMatchObject({ inputTokens: 10, outputTokens: 1 });
  expect(
    await meterEvents(readAnthropicAnswer, [START, { type: "error", error: { type: "overloaded_error" } }]),
  ).toMatchObject({ streamError: "overloaded_error" });
});

test("Anthropic: a whole answer is counted", async () => {
  const answer = JSON.stringify({ type: "message", model: "m", usage: { input_tokens: 3, output_tokens: 4 } });
  expect(await meterText(readAnthropicAnswer, "application/json", answer)).toMatchObject({
    model: "m",
    usage: { inputTokens: 3, outputTokens: 4 },
  });
});

const RESPONSE = {
  object: "response",
  model: "gpt-5-codex",
  usage: {
    input_tokens: 100,
    input_tokens_details: { cached_tokens: 60 },
    output_tokens: 30,
    output_tokens_details: { reasoning_tokens: 20 },
  },
};
const RESPONSE_USAGE = {
  inputTokens: 40,
  cacheReadTokens: 60,
  cacheWriteTokens: 0,
  outputTokens: 30,
  reasoningTokens: 20,
};

test.each(["response.completed", "response.incomplete"])("OpenAI Responses: usage comes with %s", async (type) => {
  const created = { type: "response.created", response: { model: "gpt-5-codex", usage: null } };
  expect(await meterEvents(readResponsesAnswer, [created, { type, response: RESPONSE }])).toEqual({
    model: "gpt-5-codex",
    usage: RESPONSE_USAGE,
    longCacheWriteTokens: 0,
    streamError: null,
  });
});

test("OpenAI Responses: a whole answer is counted; a failed stream is noticed", async () => {
  expect((await meterText(readResponsesAnswer, "application/json", JSON.stringify(RESPONSE))).usage).toEqual(
    RESPONSE_USAGE,
  );
  const failed = { type: "response.failed", response: { ...RESPONSE, error: { code: "server_error" } } };
  expect(await meterEvents(readResponsesAnswer, [failed])).toMatchObject({
    usage: RESPONSE_USAGE,
    streamError: "server_error",
  });
});

test("OpenAI Chat Completions: usage comes with the last chunk, and [DONE] is no JSON", async () => {
  const usage = {
    prompt_tokens: 50,
    prompt_tokens_details: { cached_tokens: 20 },
    completion_tokens: 7,
    completion_tokens_details: { reasoning_tokens: 3 },
  };
  const text = `data: {"model":"gpt-4o","choices":[{}],"usage":null}\n\ndata: ${JSON.stringify({ model: "gpt-4o", choices: [], usage })}\n\ndata: [DONE]\n\n`;
  expect(await meterText(readChatAnswer, "text/event-stream", text)).toEqual({
    model: "gpt-4o",
    usage: { inputTokens: 30, cacheReadTokens: 20, cacheWriteTokens: 0, outputTokens: 7, reasoningTokens: 3 },
    longCacheWriteTokens: 0,
    streamError: null,
  });
});

test("Gemini: thoughts count as output, cached tokens are not input; streams of events and of one array are read", async () => {
  const chunk = {
    modelVersion: "gemini-2.5-pro",
    usageMetadata: {
      promptTokenCount: 90,
      cachedContentTokenCount: 40,
      candidatesTokenCount: 5,
      thoughtsTokenCount: 6,
      toolUsePromptTokenCount: 2,
    },
  };
  const usage = { inputTokens: 52, cacheReadTokens: 40, cacheWriteTokens: 0, outputTokens: 11, reasoningTokens: 6 };
  expect(await meterEvents(readGeminiAnswer, [{ candidates: [] }, chunk])).toMatchObject({
    model: "gemini-2.5-pro",
    usage,
  });
  expect(
    await meterText(readGeminiAnswer, "application/json; charset=UTF-8", JSON.stringify([chunk, chunk])),
  ).toMatchObject({
    usage,
  });
});

test("Ollama: the last line has the counts", async () => {
  const lines = [
    { model: "qwen3", message: {}, done: false },
    { model: "qwen3", done: true, prompt_eval_count: 26, eval_count: 290 },
  ];
  expect(
    await meterText(readOllamaAnswer, "application/x-ndjson", lines.map((line) => JSON.stringify(line)).join("\n")),
  ).toMatchObject({
    model: "qwen3",
    usage: { inputTokens: 26, outputTokens: 290 },
  });
});

test("Anthropic: thinking and caches of an hour are told apart, and the latter cost more", async () => {
  const usage = {
    input_tokens: 0,
    cache_creation_input_tokens: 1000,
    cache_creation: { ephemeral_1h_input_tokens: 600 },
    output_tokens: 50,
    output_tokens_details: { thinking_tokens: 20 },
  };
  const metered = await meterEvents(readAnthropicAnswer, [
    { type: "message_start", message: { model: "claude-sonnet-4-5", usage } },
  ]);
  expect(metered).toMatchObject({ longCacheWriteTokens: 600, usage: { cacheWriteTokens: 1000, reasoningTokens: 20 } });
  const price = (longCacheWriteTokens: number) =>
    priceUsage(
      { ...(metered.usage as TokenUsage), longCacheWriteTokens },
      { provider: "anthropic", name: "claude-sonnet-4-5" },
    );
  expect(price(600)).toBeGreaterThan(price(0) as number);
});

test("answers without sense count nothing", async () => {
  for (const read of [readAnthropicAnswer, readResponsesAnswer, readChatAnswer, readGeminiAnswer, readOllamaAnswer]) {
    for (const text of ["", "null", "[1]", '"x"', '{"type":"message","usage":{"input_tokens":-5}}', "<html>"]) {
      const { usage } = await meterText(read, "application/json", text);
      expect(usage?.inputTokens ?? 0).toBe(0);
    }
  }
});

test("cached tokens have their own price, unknown models none", async () => {
  const usage = {
    inputTokens: 1e6,
    cacheReadTokens: 1e6,
    cacheWriteTokens: 0,
    longCacheWriteTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
  };
  const full = priceUsage({ ...usage, inputTokens: 2e6, cacheReadTokens: 0 }, { provider: "openai", name: "gpt-4o" });
  expect(priceUsage(usage, { provider: "openai", name: "gpt-4o" })).toBeLessThan(full as number);
  expect(priceUsage(usage, { provider: "anthropic", name: "claude-unheard-of-9" })).toBeNull();
  expect(priceUsage(usage, { provider: "openai-compatible", name: "gpt-4o" })).toBeNull();
});
