import { Refusal } from "../../http/refusal.ts";
import { countAt, valueAt } from "./read-json.ts";

/** The most that any model answers with, its thoughts included. */
export const MAX_OUTPUT_TOKENS = 131_072;
/** Answers to one request, at the provider that gives the most. */
const MAX_ANSWERS = 128;

/** Where a request limits its answer's length, as `name` or `name.name`. A limit elsewhere limits nothing. */
export interface OutputLimits {
  /** By these every server of the provider ends an answer. */
  kept: readonly string[];
  /** Some servers ignore these, and others take them before those that are kept: they only raise those. */
  doubtful?: readonly string[];
}

/**
 * The most tokens that the answer may have; null: nothing that is sure to be heeded says so. Throws a Refusal for a number of
 * answers that servers may read in more than one way.
 */
export function readMaxOutputTokens(
  body: Record<string, unknown>,
  { kept, doubtful = [] }: OutputLimits = { kept: [] },
): number | null {
  const read = (paths: readonly string[]) => paths.flatMap((path) => readLimit(body, path) ?? []);
  const limits = read(kept);
  const each = limits.length === 0 ? null : Math.max(...limits, ...read(doubtful));
  const most = each === Number.POSITIVE_INFINITY ? null : each;
  const answers = readAnswers(body, "n") * readAnswers(body, "generationConfig.candidateCount");
  return answers === 1 ? most : (most ?? MAX_OUTPUT_TOKENS) * answers;
}

/** null: it isn't there. What isn't a number is one to some servers, and 0 is no limit to some. */
function readLimit(body: unknown, path: string): number | null {
  const names = path.split(".");
  return (valueAt(body, ...names) ?? null) === null ? null : countAt(body, ...names) || Number.POSITIVE_INFINITY;
}

function readAnswers(body: unknown, path: string): number {
  const count = valueAt(body, ...path.split(".")) ?? 1;
  if (typeof count === "number" && Number.isInteger(count) && count >= 1 && count <= MAX_ANSWERS) {
    return count;
  }
  throw new Refusal("invalid_request", `The request's ${path} is not a whole number from 1 to ${MAX_ANSWERS}.`);
}
