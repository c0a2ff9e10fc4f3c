import type { z } from "zod";
import type { Refusal } from "../http/problem-of.ts";

const MAX_ERRORS = 20;
const PLACES: Record<string, string> = { param: "path", params: "path", json: "body", headers: "header" };

/** What of a request's parts doesn't fit the contract, each with its place. */
export function refusalOfInput({ target, error }: { target: string; error: { issues: z.core.$ZodIssue[] } }): Refusal {
  const errors = error.issues.slice(0, MAX_ERRORS).map(({ path, message }) => ({
    path: [PLACES[target] ?? target, ...path.map(String)].join("."),
    message,
  }));
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return { code: "invalid_input", detail: `The request doesn't fit: ${detail}`, errors };
}
