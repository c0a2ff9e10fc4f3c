import { CatalystError } from "@catalyst/core";
import type { MiddlewareHandler } from "hono";
import { findAmbiguous } from "../http/find-ambiguous.ts";

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Refuses a body that isn't JSON in UTF-8, or that parsers may understand differently. Throws `invalid_input`. */
export const checkBody: MiddlewareHandler = async (context, next) => {
  const json = decode(await context.req.arrayBuffer());
  const problem = json === null ? "it is not JSON in UTF-8" : findAmbiguous(json);
  if (problem !== null) {
    throw new CatalystError("invalid_input", `Reading the body failed: ${problem}. Send it otherwise.`);
  }
  await next();
};

/** null: it is no JSON. */
function decode(bytes: ArrayBuffer): string | null {
  try {
    const text = UTF8.decode(bytes);
    JSON.parse(text);
    return text;
  } catch {
    return null;
  }
}
