import { countAt } from "./read-json.ts";

/** The most that any model answers with, its thoughts included. */
export const MAX_OUTPUT_TOKENS = 131_072;

/** The most tokens that the answer may have, as far as the request says so where its provider heeds it. */
export function readMaxOutputTokens(
  body: Record<string, unknown>,
  outputLimits: readonly string[] = [],
): number | null {
  const limits = outputLimits.flatMap((path) => countAt(body, ...path.split(".")) ?? []);
  const answers = Math.max(1, countAt(body, "n") ?? 1, countAt(body, "generationConfig", "candidateCount") ?? 1);
  const each = limits.length === 0 ? null : Math.max(...limits);
  return answers === 1 ? each : (each ?? MAX_OUTPUT_TOKENS) * answers;
}
