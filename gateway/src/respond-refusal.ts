import type { IncomingMessage, ServerResponse } from "node:http";
import type { Refusal } from "./http/refusal.ts";
import { respondJson, respondText } from "./http/respond.ts";
import { DIALECTS, splitLlmPath } from "./llm/dialects.ts";

/** Answers with a refusal in the shape that the client of that path understands. */
export function respondRefusal(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  refusal: Refusal,
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const path = request.url?.split("?", 1)[0] ?? "";
  if (refusal.retryAfterSeconds !== null) {
    response.setHeader("retry-after", refusal.retryAfterSeconds);
  }
  if (!request.complete) {
    // The rest of the body is not read: the connection can't be used again.
    response.setHeader("connection", "close");
  }
  const llm = splitLlmPath(path);
  if (llm !== null) {
    respondJson(response, refusal.httpStatus, DIALECTS[llm.provider].errorBody(refusal.kind, refusal.message));
  } else if (path.startsWith("/git/")) {
    respondGitRefusal(response, refusal);
  } else {
    respondJson(response, refusal.httpStatus, { error: { code: refusal.kind, message: refusal.message } });
  }
}

function respondGitRefusal(response: ServerResponse, refusal: Refusal): void {
  if (refusal.kind === "unauthenticated") {
    // Git sends its password only after this.
    response.setHeader("www-authenticate", 'Basic realm="catalyst"');
  }
  respondText(response, refusal.httpStatus, { contentType: "text/plain; charset=utf-8", text: `${refusal.message}\n` });
}
