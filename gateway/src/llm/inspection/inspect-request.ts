import { Refusal } from "../../http/refusal.ts";
import { readMaxOutputTokens } from "../budget/estimate-request.ts";
import type { LlmRoute } from "../dialects/dialect.ts";
import { createFeatureReport, type NotedFeatures } from "../features/feature-report.ts";
import { modelName } from "../features/model-name.ts";
import { isObject } from "../features/rule.ts";

/** A body to be checked, and what isn't in it. */
export interface RequestToInspect {
  body: Uint8Array<ArrayBuffer>;
  /** The model in the request's path, where the provider has it there. */
  pathModel: string | null;
  /** Beyond the usual. */
  allowedFeatures: readonly string[];
}

/** What a request says, and what is sent of it. */
export interface InspectedRequest extends NotedFeatures {
  /** Written anew from what was read: of a name given twice, what was checked is what is sent. */
  body: Uint8Array<ArrayBuffer>;
  model: string | null;
  /** The most tokens that the answer may have, as far as the request says. */
  maxOutputTokens: number | null;
}

/** Reads a request's body, which was weighed before, and checks what it asks for. Throws a Refusal. */
export function inspectRequest(
  { body, pathModel, allowedFeatures }: RequestToInspect,
  route: LlmRoute & { method: "POST" },
): InspectedRequest {
  const said = readObject(body);
  const report = createFeatureReport(new Set(allowedFeatures));
  route.features(said, report);
  if (pathModel !== null) {
    modelName(pathModel, report);
  }
  const sent = route.prepareBody?.(said) ?? said;
  return {
    ...report.noted,
    body: new TextEncoder().encode(JSON.stringify(sent)),
    model: typeof sent.model === "string" ? sent.model : pathModel,
    maxOutputTokens: readMaxOutputTokens(sent, route),
  };
}

function readObject(body: Uint8Array): Record<string, unknown> {
  const value = parse(body);
  if (!isObject(value)) {
    throw new Refusal("invalid_request", "The request's body is not a JSON object.");
  }
  return value;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (cause) {
    throw new Refusal("invalid_request", "The request's body is not valid JSON.", { cause });
  }
}
