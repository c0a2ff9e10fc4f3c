import { type ApiClient, ApiError } from "@catalyst/api/own";
import type { CatalystErrorCode, StoredWay } from "@catalyst/core";
import { CatalystError } from "@catalyst/core/apart";

type ProblemCode = ApiError["code"];

/** What isn't one of our codes, in our words; what is in none of the two is a bug of the server or of ours. */
const CODES: Partial<Record<ProblemCode, CatalystErrorCode>> = {
  too_large: "invalid_input",
  timed_out: "unavailable",
  too_many: "unavailable",
};
const BUGS: ReadonlySet<ProblemCode> = new Set(["internal", "method_not_allowed", "unsupported_media_type"]);

/** The client with the errors that every command knows: the code decides the exit code, the words are the server's. */
export function readableErrors(client: ApiClient): ApiClient {
  const call: ApiClient["call"] = (operation, input, options) =>
    client.call(operation, input, options).catch((error: unknown) => {
      throw readableError(error);
    });
  async function* follow(...asked: Parameters<ApiClient["follow"]>) {
    try {
      yield* client.follow(...asked);
    } catch (error) {
      throw readableError(error);
    }
  }
  return { call, follow: follow as ApiClient["follow"] };
}

/** The error as every command knows it. */
export function readableError(error: unknown): unknown {
  if (!(error instanceof ApiError) || BUGS.has(error.code)) {
    return error;
  }
  const code = CODES[error.code] ?? (error.code as CatalystErrorCode);
  // A way that this version doesn't know is passed on as it came, and left unsaid.
  return new CatalystError(code, error.message, { cause: error, way: error.way as StoredWay | null });
}
