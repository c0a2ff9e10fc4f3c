import { CatalystError } from "@catalyst/core";
import type { ServerDeps } from "../server-deps.ts";
import type { Refusal } from "./problem-of.ts";

/** What a client is told of an error. What is none of ours is a bug or an outage, and stays opaque. */
export function refusalOfError(error: unknown, { isOutage, log }: Pick<ServerDeps, "isOutage" | "log">): Refusal {
  if (error instanceof CatalystError) {
    return { code: error.code, detail: error.message, ...(error.way === null ? {} : { way: error.way }) };
  }
  if (isOutage(error)) {
    return { code: "unavailable", detail: "The database doesn't answer just now. Try again in a moment." };
  }
  log.error(errorFields(error), "request failed");
  return { code: "internal", detail: "The request failed for a reason that is in the server's log." };
}

/** Messages of the database and of parsers quote what they were given, which may be anybody's text. */
function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) {
    return { errorName: typeof error };
  }
  const codes = [error, error.cause].map((one) => (one as { code?: unknown } | undefined)?.code);
  const places = error.stack?.split("\n").filter((line) => line.startsWith("    at "));
  return {
    errorName: error.name,
    errorCode: codes.find((code) => typeof code === "string"),
    errorAt: places?.slice(0, 5),
  };
}
