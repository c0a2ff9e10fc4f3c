import { expect, test } from "vitest";
import { createAnswerMeter } from "../answers/meter-answer.ts";
import { NO_COUNTS } from "../prices/counts.ts";
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
  const noise = [{ type: "ping" }, { type: "content_block_delta", delta: { text: "é" } }];
  expect(await meterEvents(readAnthropicAnswer, [START, ...noise, ...deltas])).toEqual({
    model: "claude-sonnet-4-5",
    counts: { ...NO_COUNTS, inputTokens: 10, cacheWriteTokens: 20, cacheReadTokens: 30, outputTokens: 9 },
    isFinal: true,
    tiers: [],
    statedUsd: null,
    streamError: null,
  });
});

test("Anthropic: a cut stream counts what was seen and isn't final, an error in it is noticed", async () => {
  expect(
    await meterEvents(readAnthropicAnswer, [START, { type: "message_delta", usage: { output_tokens: 9 } }], 5),
  ).toMatchObject({ counts: { inputTokens: 10, outputTokens: 1 }, isFinal: false });
  expect(
    await meterEvents(readAnthropicAnswer, [START, { type: "error", error: { type: "overloaded_error" } }]),
  ).toMatchObject({ isFinal: false, streamError: "overloaded_error" });
});

test("Anthropic: a whole answer is counted, with its thoughts, caches of an hour, searches and how it was served", async () => {
  const usage = {
    input_tokens: 3,
    cache_creation_input_tokens: 1000,
    cache_creation: { ephemeral_1h_input_tokens: 600 },
    output_tokens: 50,
    output_tokens_details: { thinking_tokens: 20 },
    server_tool_use: { web_search_requests: 2 },
    service_tier: "standard",
    speed: "fast",
    inference_geo: "us",
  };
  const answer = JSON.stringify({ type: "message", model: "m", usage });
  expect(await meterText(readAnthropicAnswer, "application/json", answer)).toMatchObject({
    model: "m",
    counts: {
      ...{ inputTokens: 3, cacheWriteTokens: 1000, longCacheWriteTokens: 600, outputTokens: 50 },
      ...{ reasoningTokens: 20, webSearches: 2 },
    },
    isFinal: true,
    tiers: ["standard", "fast", "us"],
  });
});

test("Anthropic: compactions, which the counts of the message don't hold, are added once", async () => {
  const iterations = [
    { type: "compaction", input_tokens: 100, output_tokens: 20 },
    { type: "message", input_tokens: 10, output_tokens: 9 },
  ];
  const delta = { type: "message_delta", usage: { input_tokens: 10, output_tokens: 9, iterations } };
  expect(await meterEvents(readAnthropicAnswer, [START, delta, delta])).toMatchObject({
    counts: { inputTokens: 110, outputTokens: 29, cacheReadTokens: 30 },
  });
});

const RESPONSE = {
  object: "response",
  model: "gpt-5-codex",
  service_tier: "priority",
  tool_usage: { web_search: { num_requests: 3 } },
  usage: {
    input_tokens: 100,
    input_tokens_details: { cached_tokens: 60 },
    output_tokens: 30,
    output_tokens_details: { reasoning_tokens: 20 },
  },
};
const RESPONSE_COUNTS = {
  ...NO_COUNTS,
  ...{ inputTokens: 40, cacheReadTokens: 60, outputTokens: 30, reasoningTokens: 20, webSearches: 3 },
};

test.each(["response.completed", "response.incomplete"])("OpenAI Responses: usage comes with %s", async (type) => {
  const created = { type: "response.created", response: { model: "gpt-5-codex", usage: null } };
  expect(await meterEvents(readResponsesAnswer, [created])).toMatchObject({ counts: null, isFinal: false });
  expect(await meterEvents(readResponsesAnswer, [created, { type, response: RESPONSE }])).toEqual({
    model: "gpt-5-codex",
    counts: RESPONSE_COUNTS,
    isFinal: true,
    tiers: ["priority"],
    statedUsd: null,
    streamError: null,
  });
});

test("OpenAI Responses: a whole answer is counted; a failed stream is noticed", async () => {
  expect(await meterText(readResponsesAnswer, "application/json", JSON.stringify(RESPONSE))).toMatchObject({
    counts: RESPONSE_COUNTS,
    isFinal: true,
  });
  const failed = { type: "response.failed", response: { ...RESPONSE, error: { code: "server_error" } } };
  expect(await meterEvents(readResponsesAnswer, [failed])).toMatchObject({
    counts: RESPONSE_COUNTS,
    streamError: "server_error",
  });
});

test("OpenAI Chat Completions: usage comes with the last chunk, and [DONE] is no JSON", async () => {
  const usage = {
    prompt_tokens: 50,
    prompt_tokens_details: { cached_tokens: 20, audio_tokens: 4 },
    completion_tokens: 7,
    completion_tokens_details: { reasoning_tokens: 3, audio_tokens: 2 },
  };
  const text = `data: {"model":"gpt-4o","choices":[{}],"usage":null}\n\ndata: ${JSON.stringify({ model: "gpt-4o", choices: [], usage })}\n\ndata: [DONE]\n\n`;
  expect(await meterText(readChatAnswer, "text/event-stream", text)).toEqual({
    model: "gpt-4o",
    counts: {
      ...NO_COUNTS,
      ...{ inputTokens: 30, cacheReadTokens: 20, outputTokens: 7, reasoningTokens: 3 },
      ...{ audioInputTokens: 4, audioOutputTokens: 2 },
    },
    isFinal: true,
    tiers: [],
    statedUsd: null,
    streamError: null,
  });
});

test("a server that counts thoughts beside the output is read by its total", async () => {
  const usage = { prompt_tokens: 50, completion_tokens: 7, total_tokens: 400 };
  const { counts } = await meterText(readChatAnswer, "application/json", JSON.stringify({ usage }));
  expect(counts).toMatchObject({ inputTokens: 50, outputTokens: 350 });
});

test.each([
  [{ cost: 0.0125 }, 0.0125],
  [{ cost: 0.001, is_byok: true, cost_details: { upstream_inference_cost: 0.02 } }, 0.021],
])("OpenRouter's own word for what it cost is taken: %j", async (stated, statedUsd) => {
  const usage = { prompt_tokens: 5, completion_tokens: 7, ...stated };
  const metered = await meterText(readChatAnswer, "application/json", JSON.stringify({ usage }));
  expect(metered.statedUsd).toBeCloseTo(statedUsd, 9);
});

test("Gemini: thoughts count as output, cached tokens are not input; streams of events and of one array are read", async () => {
  const chunk = {
    modelVersion: "gemini-2.5-pro",
    candidates: [{ groundingMetadata: { webSearchQueries: ["a", "b"] } }],
    usageMetadata: {
      promptTokenCount: 90,
      promptTokensDetails: [{ modality: "AUDIO", tokenCount: 8 }],
      cachedContentTokenCount: 40,
      candidatesTokenCount: 5,
      thoughtsTokenCount: 6,
      toolUsePromptTokenCount: 2,
    },
  };
  const counts = {
    ...{ inputTokens: 52, cacheReadTokens: 40, outputTokens: 11, reasoningTokens: 6 },
    ...{ audioInputTokens: 8, webSearches: 2 },
  };
  expect(await meterEvents(readGeminiAnswer, [{ candidates: [] }, chunk])).toMatchObject({
    model: "gemini-2.5-pro",
    counts,
  });
  expect(
    await meterText(readGeminiAnswer, "application/json; charset=UTF-8", JSON.stringify([chunk, chunk])),
  ).toMatchObject({ counts, isFinal: true });
  const failed = { error: { status: "UNAVAILABLE" } };
  expect(await meterEvents(readGeminiAnswer, [chunk, failed])).toMatchObject({ isFinal: false });
});

test("Ollama: the last line has the counts", async () => {
  const lines = [
    { model: "qwen3", message: {}, done: false },
    { model: "qwen3", done: true, prompt_eval_count: 26, eval_count: 290 },
  ];
  const text = lines.map((line) => JSON.stringify(line)).join("\n");
  expect(await meterText(readOllamaAnswer, "application/x-ndjson", text)).toMatchObject({
    model: "qwen3",
    counts: { inputTokens: 26, outputTokens: 290 },
    isFinal: true,
  });
  const [first] = text.split("\n");
  expect(await meterText(readOllamaAnswer, "application/x-ndjson", first ?? "")).toMatchObject({ isFinal: false });
});

test("answers without sense count nothing", async () => {
  for (const read of [readAnthropicAnswer, readResponsesAnswer, readChatAnswer, readGeminiAnswer, readOllamaAnswer]) {
    for (const text of ["", "null", "[1]", '"x"', '{"type":"message","usage":{"input_tokens":-5}}', "<html>"]) {
      const { counts } = await meterText(read, "application/json", text);
      expect(counts?.inputTokens ?? 0).toBe(0);
    }
  }
});

test("what was too long to be read may have been the last word", async () => {
  const meter = createAnswerMeter("text/event-stream", readChatAnswer, async () => null);
  const usage = { prompt_tokens: 5, completion_tokens: 7 };
  await meter.push(Buffer.from(`data: ${JSON.stringify({ usage })}\n\ndata: "${"x".repeat(70_000)}"\n\n`));
  expect(await meter.end()).toMatchObject({ counts: { inputTokens: 5 }, isFinal: false });
});
