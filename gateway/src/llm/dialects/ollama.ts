import { modelName } from "../features/model-name.ts";
import { ollamaRequest, ollamaShowRequest } from "../features/ollama.ts";
import { plainTool } from "../features/openai-parts.ts";
import { NO_COUNTS } from "../prices/counts.ts";
import { countAt, textAt } from "../request/read-json.ts";
import type { Dialect, ReadAnswer } from "./dialect.ts";
import { chatRoute, responsesRoute } from "./openai.ts";

/** The last object of a stream, or the only one, has the counts. Ollama tells neither caching nor reasoning apart. */
export const readOllamaAnswer: ReadAnswer = (answer, metered) => {
  const input = countAt(answer, "prompt_eval_count");
  const output = countAt(answer, "eval_count");
  const hasCounts = input !== undefined || output !== undefined;
  return {
    ...metered,
    model: textAt(answer, "model") ?? metered.model,
    counts: hasCounts ? { ...NO_COUNTS, inputTokens: input ?? 0, outputTokens: output ?? 0 } : metered.counts,
    isFinal: hasCounts || metered.isFinal,
    streamError: textAt(answer, "error") === undefined ? metered.streamError : "error",
  };
};

export const ollama: Dialect = {
  routes: [
    {
      method: "POST",
      path: /^\/api\/(chat|generate)$/,
      features: ollamaRequest,
      meter: readOllamaAnswer,
      outputLimits: { kept: ["options.num_predict"] },
    },
    { method: "GET", path: /^\/api\/(tags|version)$/, meter: null },
    { method: "POST", path: /^\/api\/show$/, features: ollamaShowRequest, meter: null, maxBodyBytes: 16 * 1024 },
    { method: "GET", path: /^\/v1\/models$/, meter: null },
    // It doesn't keep every limit of a request in OpenAI's shape: none is believed.
    chatRoute(modelName, { kept: [] }),
    responsesRoute({ model: modelName, tool: plainTool }, { kept: [] }),
  ],
  defaultBaseUrl: null,
  upstreamPath: (basePath, path) => `${basePath.replace(/\/v1$/, "")}${path}`,
  authorize: ({ key }) => ({ authorization: `Bearer ${key}` }),
  probe: { path: "/api/version" },
  requestHeaders: [],
  errorBody: (_kind, message) => ({ error: message }),
};
