import type { ApiError, Way } from "@catalyst/api";

/** Why something failed, as it may be shown, and travels from the server to a page. */
export interface Fault {
  code: string;
  message: string;
  way: Way | null;
  requestId: string | null;
}

const AWAY: Fault = {
  code: "unavailable",
  message: "Catalyst's server doesn't answer just now.",
  way: null,
  requestId: null,
};

const PASSING = ["unavailable", "gateway_unavailable", "too_many", "in_progress"];

/** What is otherwise a moment later, without anybody doing anything. */
export function isPassing({ code }: Pick<Fault, "code">): boolean {
  return PASSING.includes(code);
}

const BEING_DONE: Fault = {
  ...AWAY,
  code: "in_progress",
  message: "This is being done already. Ask again in a moment for what came of it.",
};

const OTHER_VERSION: Fault = {
  ...AWAY,
  code: "internal",
  message:
    "Catalyst's server answered what this page can't read: one of them is older than the other. Load the page again.",
};

/** What the server refused with, in its words; whatever else went wrong is an outage to whoever looks at a page. */
export function faultOf(error: unknown): Fault {
  if (isApiError(error)) {
    return error.code === "in_progress"
      ? BEING_DONE
      : { code: error.code, message: error.message, way: error.way, requestId: error.problem?.requestId ?? null };
  }
  return error instanceof Error && error.name.endsWith("ZodError") ? OTHER_VERSION : AWAY;
}

/** By its name: pages and actions are bundled apart, and each has a class of its own. */
function isApiError(error: unknown): error is ApiError {
  return error instanceof Error && error.name === "ApiError" && "code" in error;
}
