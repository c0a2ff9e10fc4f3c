import { Refusal } from "../../http/refusal.ts";
import { readMaxOutputTokens } from "../budget/estimate-request.ts";
import type { LlmRoute } from "../dialects/dialect.ts";
import { refuseOutsideAccess } from "../request/refuse-outside-access.ts";

/** What a request says, and what is sent of it. */
export interface InspectedRequest {
  /** Written anew from what was read: of a name given twice, what was checked is what is sent. */
  body: Uint8Array<ArrayBuffer>;
  model: string | null;
  /** The most tokens that the answer may have, as far as the request says. */
  maxOutputTokens: number | null;
}

type Json = Record<string, unknown>;

/** Reads a request's body, which was weighed before, and checks what it asks for. Throws a Refusal. */
export function inspectRequest(body: Uint8Array, route: LlmRoute): InspectedRequest {
  const said = readObject(body);
  refuseOutsideAccess(said);
  const sent = route.prepareBody?.(said) ?? said;
  return {
    body: new TextEncoder().encode(JSON.stringify(sent)),
    model: typeof sent.model === "string" ? sent.model : null,
    maxOutputTokens: readMaxOutputTokens(sent, route),
  };
}

function readObject(body: Uint8Array): Json {
  const value = parse(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Refusal("invalid_request", "The request's body is not a JSON object.");
  }
  return value as Json;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (cause) {
    throw new Refusal("invalid_request", "The request's body is not valid JSON.", { cause });
  }
}
