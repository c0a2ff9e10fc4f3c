import type { IncomingMessage, ServerResponse } from "node:http";
import { refuse } from "../http/refuse.ts";

const RETRY_SECONDS = 5;
const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="${RETRY_SECONDS}">
<meta name="viewport" content="width=device-width">
<title>Catalyst</title>
<p>The web app isn't there yet. This page looks again by itself.
</html>
`;

/** Answers where the web isn't there: whoever wants to see a page is told to wait, everybody else that there is nothing. */
export function showWaitingPage(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== "GET" || !/\btext\/html\b/i.test(request.headers.accept ?? "")) {
    refuse(response, { code: "not_found", detail: "There is nothing here but /api." });
    return;
  }
  response.writeHead(503, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "retry-after": String(RETRY_SECONDS),
  });
  response.end(PAGE);
}
