import type { RecordSpan } from "@catalyst/telemetry/traces";
import { listedModel } from "../llm/prices/list-price.ts";
import type { TraceLlm } from "./llm-traces.ts";

/** What is said of a model that isn't in the price data: an agent may ask for anything, by any name. */
const OTHER_MODEL = "other";

/** A span of the execution for each request to a model, by the names that OpenTelemetry has for such. */
export function traceLlm(record: RecordSpan): TraceLlm {
  return ({ of: { taskId, executionId }, provider, model, startedAt, answer }) => {
    const name = listedModel(provider, model) ?? OTHER_MODEL;
    record({
      name: `chat ${name}`,
      place: { kind: "of_execution", taskId, executionId },
      kind: "client",
      startedAt,
      endedAt: Date.now(),
      hasFailed: answer === null || answer.isCut || answer.httpStatus >= 400,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": provider,
        "gen_ai.request.model": name,
        ...(answer === null
          ? {}
          : {
              "http.response.status_code": answer.httpStatus,
              "gen_ai.usage.input_tokens": answer.inputTokens,
              "gen_ai.usage.output_tokens": answer.outputTokens,
            }),
      },
    });
  };
}
