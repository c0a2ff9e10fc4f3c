import { CatalystError } from "@catalyst/core";

/**
 * What may be logged of an error. Messages are left out unless they are ours: those of the database and of parsers quote
 * what they were given, which may be a prompt or an agent's output.
 */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) {
    return { errorName: typeof error };
  }
  const codes = [error, error.cause].map((one) => (one as { code?: unknown } | undefined)?.code);
  return {
    errorName: error.name,
    errorCode: codes.find((code) => typeof code === "string"),
    errorMessage: error instanceof CatalystError ? error.message : undefined,
    errorAt: error.stack
      ?.split("\n")
      .filter((line) => line.startsWith("    at "))
      .slice(0, 5),
  };
}
