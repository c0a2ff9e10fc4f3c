import type { IncomingMessage, ServerResponse } from "node:http";
import type { Refusal, RefusalKind } from "./http/refusal.ts";
import { respondJson, respondText } from "./http/respond.ts";
import type { Dialect } from "./llm/dialects/dialect.ts";
import { DIALECTS, splitLlmPath } from "./llm/dialects/dialects.ts";

/**
 * A connection can't be used again when the rest of a body is not read. These end it also otherwise: how fast connections
 * are made is limited, so that asking over and over costs the gateway nothing.
 */
const ENDS_CONNECTION: ReadonlySet<RefusalKind> = new Set(["unauthenticated", "rate_limited"]);

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
  if (!request.complete || ENDS_CONNECTION.has(refusal.kind)) {
    response.setHeader("connection", "close");
  }
  const llm = splitLlmPath(path);
  if (llm !== null) {
    respondLlmRefusal(response, DIALECTS[llm.provider], refusal);
  } else if (path.startsWith("/git/")) {
    respondGitRefusal(response, refusal);
  } else {
    respondJson(response, refusal.httpStatus, { error: { code: refusal.kind, message: refusal.message } });
  }
}

function respondLlmRefusal(response: ServerResponse, dialect: Dialect, { kind, httpStatus, message }: Refusal): void {
  const isBudget = kind === "budget_exceeded";
  if (isBudget) {
    // The word of two providers' own clients for: don't.
    response.setHeader("x-should-retry", "false");
  }
  const status = isBudget ? (dialect.budgetHttpStatus ?? httpStatus) : httpStatus;
  respondJson(response, status, dialect.errorBody(kind, message));
}

function respondGitRefusal(response: ServerResponse, refusal: Refusal): void {
  if (refusal.kind === "unauthenticated") {
    // Git sends its password only after this.
    response.setHeader("www-authenticate", 'Basic realm="catalyst"');
  }
  respondText(response, refusal.httpStatus, { contentType: "text/plain; charset=utf-8", text: `${refusal.message}\n` });
}
