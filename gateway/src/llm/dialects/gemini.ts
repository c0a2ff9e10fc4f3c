import type { RefusalKind } from "../../http/refusal.ts";
import { geminiRequest } from "../features/gemini.ts";
import { NO_COUNTS } from "../prices/counts.ts";
import { countAt, textAt, valueAt } from "../request/read-json.ts";
import type { Dialect, Metered, ReadAnswer } from "./dialect.ts";
import { dropRepeatedResults } from "./drop-repeated-results.ts";

const STATUSES: Record<RefusalKind, [number, string]> = {
  invalid_request: [400, "INVALID_ARGUMENT"],
  unauthenticated: [401, "UNAUTHENTICATED"],
  forbidden: [403, "PERMISSION_DENIED"],
  not_found: [404, "NOT_FOUND"],
  too_large: [413, "INVALID_ARGUMENT"],
  rate_limited: [429, "RESOURCE_EXHAUSTED"],
  budget_exceeded: [400, "FAILED_PRECONDITION"],
  bad_gateway: [502, "UNAVAILABLE"],
  unavailable: [503, "UNAVAILABLE"],
};

/**
 * Every chunk has the counts so far. `promptTokenCount` includes cached ones; thoughts are counted beside the candidates.
 * A stream without `alt=sse` is one JSON array.
 */
export const readGeminiAnswer: ReadAnswer = (answer, metered) =>
  Array.isArray(answer)
    ? answer.reduce<Metered>((sum, chunk) => readChunk(chunk, sum), metered)
    : readChunk(answer, metered);

function readChunk(chunk: unknown, metered: Metered): Metered {
  const counts = valueAt(chunk, "usageMetadata");
  const model = textAt(chunk, "modelVersion") ?? metered.model;
  if (typeof counts !== "object" || counts === null) {
    const error = textAt(chunk, "error", "status");
    return error === undefined ? { ...metered, model } : { ...metered, model, isFinal: false, streamError: error };
  }
  const cached = countAt(counts, "cachedContentTokenCount") ?? 0;
  const thoughts = countAt(counts, "thoughtsTokenCount") ?? 0;
  const prompt = (countAt(counts, "promptTokenCount") ?? 0) + (countAt(counts, "toolUsePromptTokenCount") ?? 0);
  const output = (countAt(counts, "candidatesTokenCount") ?? 0) + thoughts;
  return {
    ...metered,
    model,
    isFinal: true,
    counts: {
      ...NO_COUNTS,
      inputTokens: Math.max(0, prompt - cached),
      cacheReadTokens: cached,
      outputTokens: Math.max(output, (countAt(counts, "totalTokenCount") ?? 0) - prompt),
      reasoningTokens: thoughts,
      audioInputTokens: countOfAudio(valueAt(counts, "promptTokensDetails")),
      audioOutputTokens: countOfAudio(valueAt(counts, "candidatesTokensDetails")),
      webSearches: Math.max(metered.counts?.webSearches ?? 0, countSearches(chunk)),
    },
  };
}

function countOfAudio(details: unknown): number {
  const audio = Array.isArray(details) ? details.find((detail) => textAt(detail, "modality") === "AUDIO") : undefined;
  return countAt(audio, "tokenCount") ?? 0;
}

/** Of the first candidate: there is one but for requests that ask for more. */
function countSearches(chunk: unknown): number {
  const candidates = valueAt(chunk, "candidates");
  const queries = valueAt(Array.isArray(candidates) ? candidates[0] : null, "groundingMetadata", "webSearchQueries");
  return Array.isArray(queries) ? queries.length : 0;
}

const OUTPUT_LIMITS = { kept: ["generationConfig.maxOutputTokens"] };

export const gemini: Dialect = {
  routes: [
    {
      method: "POST",
      path: /^\/v1beta\/models\/[\w.-]+:generateContent$/,
      features: geminiRequest,
      meter: readGeminiAnswer,
      outputLimits: OUTPUT_LIMITS,
      prepareBody: dropRepeatedResults,
    },
    {
      method: "POST",
      path: /^\/v1beta\/models\/[\w.-]+:streamGenerateContent$/,
      query: { alt: /^sse$/ },
      features: geminiRequest,
      meter: readGeminiAnswer,
      outputLimits: OUTPUT_LIMITS,
      prepareBody: dropRepeatedResults,
    },
    { method: "POST", path: /^\/v1beta\/models\/[\w.-]+:countTokens$/, features: geminiRequest, meter: null },
    {
      method: "GET",
      path: /^\/v1beta\/models(\/[\w.-]+)?$/,
      query: { pageSize: /^\d{1,4}$/, pageToken: /^[\w=-]{1,500}$/ },
      meter: null,
    },
  ],
  defaultBaseUrl: "https://generativelanguage.googleapis.com",
  upstreamPath: (basePath, path) => `${basePath.replace(/\/v1beta$/, "")}${path}`,
  authorize: ({ key }) => ({ "x-goog-api-key": key }),
  probe: { path: "/v1beta/models", query: { pageSize: "1" } },
  requestHeaders: ["x-goog-api-client"],
  // Google's own library takes a cut stream for an error that is not worth another try.
  readsStreamErrors: (headers) => /^google-genai-sdk\//.test(String(headers["x-goog-api-client"] ?? "")),
  errorBody: (kind, message) => ({ error: { code: STATUSES[kind][0], message, status: STATUSES[kind][1] } }),
};
