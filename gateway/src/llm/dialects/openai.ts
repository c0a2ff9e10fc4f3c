import type { RefusalKind } from "../../http/refusal.ts";
import { chatRequest } from "../features/chat.ts";
import { modelName, openRouterModelName } from "../features/model-name.ts";
import { openAiTool, plainTool } from "../features/openai-parts.ts";
import { responsesRequest } from "../features/responses.ts";
import type { Rule } from "../features/rule.ts";
import type { OutputLimits } from "../request/output-limit.ts";
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

const CHAT_LIMITS: OutputLimits = { kept: ["max_completion_tokens", "max_tokens"] };
const RESPONSES_LIMITS: OutputLimits = { kept: ["max_output_tokens"] };
/** llama-cpp-python ignores the newer name; vLLM takes it before the other one. */
const COMPATIBLE_CHAT_LIMITS: OutputLimits = { kept: ["max_tokens"], doubtful: ["max_completion_tokens"] };

export function chatRoute(model: Rule, outputLimits = CHAT_LIMITS): LlmRoute {
  return {
    method: "POST",
    path: /^\/v1\/chat\/completions$/,
    features: chatRequest(model),
    meter: readChatAnswer,
    outputLimits,
    prepareBody: askForUsage,
  };
}

export function responsesRoute(rules: { model: Rule; tool: Rule }, outputLimits = RESPONSES_LIMITS): LlmRoute {
  return {
    method: "POST",
    path: /^\/v1\/responses(\/compact)?$/,
    features: responsesRequest(rules),
    meter: readResponsesAnswer,
    outputLimits,
  };
}

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

function openAiDialect(
  options: Pick<Dialect, "routes" | "defaultBaseUrl" | "requestHeaders"> & Partial<Pick<Dialect, "probe">>,
): Dialect {
  return {
    probe: { path: "/v1/models" },
    ...options,
    // As the usual OPENAI_BASE_URL: the version belongs to the base, unless it is a bare host.
    upstreamPath: (basePath, path) => `${basePath === "" ? "/v1" : basePath}${path.slice("/v1".length)}`,
    authorize: ({ key }) => ({ authorization: `Bearer ${key}` }),
    errorBody,
  };
}

export const openai: Dialect = openAiDialect({
  routes: [responsesRoute({ model: modelName, tool: openAiTool }), chatRoute(modelName), MODELS_ROUTE],
  defaultBaseUrl: "https://api.openai.com/v1",
  requestHeaders: ["openai-beta"],
});

export const openrouter: Dialect = openAiDialect({
  routes: [
    responsesRoute({ model: openRouterModelName, tool: plainTool }),
    chatRoute(openRouterModelName),
    MODELS_ROUTE,
  ],
  defaultBaseUrl: "https://openrouter.ai/api/v1",
  // Its list of models is for everybody, whatever the key.
  probe: { path: "/v1/key" },
  requestHeaders: ["http-referer", "x-title"],
});

export const openAiCompatible: Dialect = openAiDialect({
  routes: [
    responsesRoute({ model: modelName, tool: plainTool }),
    chatRoute(modelName, COMPATIBLE_CHAT_LIMITS),
    MODELS_ROUTE,
  ],
  defaultBaseUrl: null,
  requestHeaders: [],
});
