import { Refusal } from "../../http/refusal.ts";
import type { LlmRoute } from "../dialects/dialect.ts";
import { createFeatureReport, type NotedFeatures } from "../features/feature-report.ts";
import { modelName } from "../features/model-name.ts";
import { isObject } from "../features/rule.ts";
import { readMaxOutputTokens } from "../request/output-limit.ts";
import { countAt, textAt } from "../request/read-json.ts";

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
  /** Written anew from what was read: of a name given twice, what was checked is what is sent. null: there is none. */
  body: Uint8Array<ArrayBuffer> | null;
  /** The model that was asked for, as far as the request says. */
  model: string | null;
  /** It, and those that may answer in its place. */
  models: (string | null)[];
  /** Words of the request for how it is served: tier, speed, region. */
  tiers: string[];
  /** The most tokens that the answer may have, as far as the request says. */
  maxOutputTokens: number | null;
}

/** Of a request without a body. */
export const NOTHING_INSPECTED: InspectedRequest = {
  isUnsized: false,
  images: 0,
  searches: 0,
  body: null,
  model: null,
  models: [],
  tiers: [],
  maxOutputTokens: null,
};

/** Where the providers' requests say how they are to be served. */
const TIER_FIELDS = ["service_tier", "serviceTier", "speed", "inference_geo"];

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
  const model = pathModel ?? textAt(sent, "model") ?? null;
  return {
    ...report.noted,
    // 0 isn't said to mean none.
    searches: Math.min(report.noted.searches, countAt(sent, "max_tool_calls") || Number.POSITIVE_INFINITY),
    body: new TextEncoder().encode(JSON.stringify(sent)),
    model,
    models: [model, ...readFallbacks(sent.fallbacks)],
    tiers: TIER_FIELDS.flatMap((field) => textAt(sent, field) ?? []),
    maxOutputTokens: readMaxOutputTokens(sent, route.outputLimits),
  };
}

/** Anthropic's: other models, or a word for those that the provider chooses. */
function readFallbacks(fallbacks: unknown): (string | null)[] {
  if (Array.isArray(fallbacks)) {
    return fallbacks.map((fallback) => textAt(fallback, "model") ?? null);
  }
  return typeof fallbacks === "string" ? [null] : [];
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
