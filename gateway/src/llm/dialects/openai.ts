import { Refusal, type RefusalKind } from "../../http/refusal.ts";
import { textAt } from "../request/read-json.ts";
import type { Dialect, LlmRoute } from "./dialect.ts";
import { readChatAnswer, readResponsesAnswer } from "./openai-usage.ts";

const ERROR_TYPES: Record<RefusalKind, string> = {
  invalid_request: "invalid_request_error",
  unauthenticated: "authentication_error",
  forbidden: "permission_error",
  not_found: "not_found_error",
  too_large: "invalid_request_error",
  rate_limited: "rate_limit_error",
  budget_exceeded: "insufficient_quota",
  bad_gateway: "server_error",
  unavailable: "server_error",
};

const ERROR_CODES: Partial<Record<RefusalKind, string>> = {
  unauthenticated: "invalid_api_key",
  rate_limited: "rate_limit_exceeded",
  budget_exceeded: "insufficient_quota",
};

function errorBody(kind: RefusalKind, message: string): unknown {
  return { error: { message, type: ERROR_TYPES[kind], param: null, code: ERROR_CODES[kind] ?? kind } };
}

export const CHAT_ROUTE: LlmRoute = {
  method: "POST",
  path: /^\/v1\/chat\/completions$/,
  meter: readChatAnswer,
  outputLimits: ["max_completion_tokens", "max_tokens"],
  prepareBody: askForUsage,
};

export const RESPONSES_ROUTE: LlmRoute = {
  method: "POST",
  path: /^\/v1\/responses(\/compact)?$/,
  meter: readResponsesAnswer,
  outputLimits: ["max_output_tokens"],
  prepareBody: (body) => searchOffline(refuseBackground(body)),
};

const MODELS_ROUTE: LlmRoute = {
  method: "GET",
  path: /^\/v1\/models(\/[\w.:@-]+){0,3}$/,
  query: { client_version: /^[\w.+-]{1,50}$/ },
  meter: null,
};

/** A stream tells its usage only when asked to. */
function askForUsage(body: Record<string, unknown>): Record<string, unknown> {
  if (body.stream !== true) {
    return body;
  }
  const options = typeof body.stream_options === "object" ? body.stream_options : {};
  return { ...body, stream_options: { ...options, include_usage: true } };
}

/** Such an answer comes later and elsewhere, so that its usage couldn't be metered. */
function refuseBackground(body: Record<string, unknown>): Record<string, unknown> {
  if (body.background === true) {
    throw new Refusal("forbidden", "Background responses are not available here: ask for a stream instead.", {
      blockedAction: "background response",
    });
  }
  return body;
}

/**
 * The provider's live web search opens addresses that the model names. Its offline form answers from the provider's index;
 * Codex CLI asks for a search in every request, so that refusing would refuse everything.
 */
function searchOffline(body: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(body.tools)) {
    return body;
  }
  return {
    ...body,
    tools: body.tools.map((tool: unknown) =>
      textAt(tool, "type") === "web_search" ? { ...(tool as object), external_web_access: false } : tool,
    ),
  };
}

function openAiDialect(options: Pick<Dialect, "routes" | "defaultBaseUrl" | "requestHeaders">): Dialect {
  return {
    ...options,
    // As the usual OPENAI_BASE_URL: the version belongs to the base, unless it is a bare host.
    upstreamPath: (basePath, path) => `${basePath === "" ? "/v1" : basePath}${path.slice("/v1".length)}`,
    authorize: (key) => ({ authorization: `Bearer ${key}` }),
    errorBody,
  };
}

export const openai: Dialect = openAiDialect({
  routes: [RESPONSES_ROUTE, CHAT_ROUTE, MODELS_ROUTE],
  defaultBaseUrl: "https://api.openai.com/v1",
  requestHeaders: ["openai-beta"],
});

export const openrouter: Dialect = openAiDialect({
  routes: [RESPONSES_ROUTE, CHAT_ROUTE, MODELS_ROUTE],
  defaultBaseUrl: "https://openrouter.ai/api/v1",
  requestHeaders: ["http-referer", "x-title"],
});

export const openAiCompatible: Dialect = openAiDialect({
  routes: [RESPONSES_ROUTE, CHAT_ROUTE, MODELS_ROUTE],
  defaultBaseUrl: null,
  requestHeaders: [],
});
