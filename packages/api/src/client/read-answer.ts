import { ApiError } from "./api-error.ts";
import type { ApiResponse } from "./transport.ts";

const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/** The JSON of an answer; null for one without a body. Throws `ApiError` for a problem. */
export async function readAnswer(response: ApiResponse): Promise<unknown> {
  if (response.status >= 400) {
    throw await readProblem(response);
  }
  const text = await readText(response);
  return text === "" ? null : JSON.parse(text);
}

/** What a server refused with; what isn't in our words is told with its status. */
export async function readProblem(response: ApiResponse): Promise<ApiError> {
  const { status, contentType } = response;
  const text = await readText(response);
  // Loaded where it is needed: what answers well needs no schema.
  const { PROBLEM_TYPE, Problem } = await import("../contract/problem.ts");
  const problem = contentType === PROBLEM_TYPE ? Problem.safeParse(JSON.parse(text)).data : undefined;
  if (problem === undefined) {
    return new ApiError("internal", `The server answered with the status ${status} and not in words that are known.`, {
      status,
    });
  }
  return new ApiError(problem.code, problem.detail, { problem, status });
}

async function readText({ body }: ApiResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) {
      throw new ApiError("too_large", "The server's answer is longer than any that is meant.");
    }
    chunks.push(chunk);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return new TextDecoder().decode(whole);
}
