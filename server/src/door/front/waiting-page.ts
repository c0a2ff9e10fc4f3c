import type { IncomingMessage, ServerResponse } from "node:http";
import type { Refusal } from "../../http/problem-of.ts";
import { refuse } from "../../http/refuse.ts";

const RETRY_SECONDS = 5;
const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="${RETRY_SECONDS}">
<meta name="viewport" content="width=device-width">
<title>Catalyst</title>
<p>The web app isn't there yet. When Catalyst is started for the first time it is built, which takes a minute or two. This page looks
again by itself; should it stay like this, what Catalyst said where it was started tells why.
</html>
`;

/** Answers where the web isn't there: whoever wants to see a page is told to wait, everybody else `otherwise`. */
export function showWaitingPage(request: IncomingMessage, response: ServerResponse, otherwise: Refusal): void {
  if (request.method !== "GET" || !/\btext\/html\b/i.test(request.headers.accept ?? "")) {
    refuse(response, otherwise);
    return;
  }
  response.writeHead(503, { "content-type": "text/html; charset=utf-8", "retry-after": String(RETRY_SECONDS) });
  response.end(PAGE);
}
