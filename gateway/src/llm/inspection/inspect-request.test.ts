import type { CredentialProvider } from "@catalyst/core";
import { expect, test } from "vitest";
import { DIALECTS } from "../dialects/dialects.ts";
import { inspectRequest } from "./inspect-request.ts";

const GEMINI = ["gemini", "/v1beta/models/gemini-2.5-pro:generateContent"] as const;
const CHAT = "/v1/chat/completions";

type Place = readonly [CredentialProvider, string];

function inspect([provider, path]: Place, body: object) {
  const route = DIALECTS[provider].routes.find((one) => one.method === "POST" && one.path.test(path));
  if (route?.method !== "POST") {
    throw new Error(`There is no route for ${path}.`);
  }
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const { body: sent, ...inspected } = inspectRequest({ body: bytes, pathModel: null, allowedFeatures: [] }, route);
  return { ...inspected, sent: JSON.parse(new TextDecoder().decode(sent ?? undefined)) as unknown };
}

test("a Gemini request in other spellings is counted, and sent on, in one", () => {
  const { maxOutputTokens, images, sent } = inspect(GEMINI, {
    Contents: [{ parts: [{ inline_data: { mime_type: "image/png", data: "AAAA" } }] }],
    generation_config: { max_output_tokens: 65536, candidate_count: 8, response_schema: { max_items: "1" } },
  });
  expect([maxOutputTokens, images]).toEqual([65536 * 8, 1]);
  expect(sent).toEqual({
    contents: [{ parts: [{ inlineData: { mimeType: "image/png", data: "AAAA" } }] }],
    generationConfig: { maxOutputTokens: 65536, candidateCount: 8, response_schema: { max_items: "1" } },
  });
});

test.each([
  ["generationConfig", { generationConfig: { maxOutputTokens: 1 }, generation_config: { maxOutputTokens: 65536 } }],
  ["generationConfig", { generation_config: {}, GenerationConfig: {} }],
  ["maxOutputTokens", { generationConfig: { maxOutputTokens: 1, max_output_tokens: 65536 } }],
  ["parts", { contents: [{ parts: [], Parts: [{ text: "x" }] }] }],
  ["mimeType", { contents: [{ parts: [{ inlineData: { mimeType: "image/png", mime_type: "video/mp4" } }] }] }],
])("a Gemini request that says %s in two spellings is refused, %#", (name, body) => {
  expect(() => inspect(GEMINI, body)).toThrow(
    expect.objectContaining({ kind: "invalid_request", message: expect.stringContaining(name) }),
  );
});

test.each<[Place, object]>([
  [["openai", CHAT], { n: "8" }],
  [["openai-compatible", CHAT], { n: true }],
  [["openai-compatible", CHAT], { n: 1.5 }],
  [["openai", CHAT], { n: 1e9 }],
  [GEMINI, { generationConfig: { candidateCount: "8" } }],
])("%s: a number of answers that isn't one, or that nobody gives, is refused: %o", (place, body) => {
  expect(() => inspect(place, body)).toThrow(expect.objectContaining({ kind: "invalid_request" }));
});

test.each([
  [{}, 20],
  [{ max_tool_calls: 3 }, 3],
  [{ max_tool_calls: 0 }, 20],
  [{ max_tool_calls: "1" }, 20],
])("a request that may search is counted as searching as often as it may: %o", (limit, searches) => {
  const body = { tools: [{ type: "web_search" }], ...limit };
  expect(inspect(["openai", "/v1/responses"], body).searches).toBe(searches);
});

const OLLAMA_CHAT = ["ollama", "/api/chat"] as const;

test.each<[Place, object, number | null]>([
  [["openai", CHAT], { max_completion_tokens: 5 }, 5],
  [["openai", CHAT], { max_completion_tokens: 5, max_tokens: null, n: 3 }, 15],
  [["openai", CHAT], { n: 2 }, 131_072 * 2],
  [["openai", CHAT], { max_completion_tokens: 1, max_tokens: "65536" }, null],
  [["openai", "/v1/responses"], { max_output_tokens: 16 }, 16],
  [["anthropic", "/v1/messages"], { max_tokens: 0 }, null],
  // Ollama and llama-cpp-python ignore it, and vLLM takes it before the other one.
  [["openai-compatible", CHAT], { max_completion_tokens: 1 }, null],
  [["openai-compatible", CHAT], { max_completion_tokens: 65536, max_tokens: 1 }, 65536],
  [["openai-compatible", CHAT], { max_tokens: 5 }, 5],
  [["ollama", CHAT], { max_completion_tokens: 1, max_tokens: 1 }, null],
  [["ollama", "/v1/responses"], { max_output_tokens: 1 }, null],
  [OLLAMA_CHAT, { options: { num_predict: 5 } }, 5],
  // Without an end, to Ollama.
  [OLLAMA_CHAT, { options: { num_predict: 0 } }, null],
  [OLLAMA_CHAT, { options: { num_predict: -1 } }, null],
])("%s: of %o a limit is believed where the server keeps it", (place, body, limit) => {
  expect(inspect(place, body).maxOutputTokens).toBe(limit);
});
