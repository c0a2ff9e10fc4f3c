import type { z } from "zod";
import type { Refusal } from "../http/problem-of.ts";

const MAX_ERRORS = 20;
const MAX_NAME_LENGTH = 100;
const PLACES: Record<string, string> = { param: "path", params: "path", json: "body", headers: "header" };

/** What of a request's parts doesn't fit the contract, each with its place. */
export function refusalOfInput({ target, error }: { target: string; error: { issues: z.core.$ZodIssue[] } }): Refusal {
  const place = PLACES[target] ?? target;
  const errors = error.issues
    .flatMap(({ path, message, ...issue }) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({ path: [...path, key], message: "is not known here" }))
        : [{ path, message }],
    )
    .slice(0, MAX_ERRORS)
    .map(({ path, message }) => ({ path: [place, ...path.map(nameOf)].join("."), message }));
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return { code: "invalid_input", detail: `The request doesn't fit: ${detail}`, errors };
}

/** Names are the client's own words. */
function nameOf(part: PropertyKey): string {
  return String(part).slice(0, MAX_NAME_LENGTH);
}
