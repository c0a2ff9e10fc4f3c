import type { ServerResponse } from "node:http";

/** Sends a whole JSON answer, unless one was begun already. */
export function respondJson(response: ServerResponse, httpStatus: number, body: unknown): void {
  respondText(response, httpStatus, { contentType: "application/json", text: JSON.stringify(body) });
}

export function respondText(
  response: ServerResponse,
  httpStatus: number,
  content: { contentType: string; text: string },
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(httpStatus, { "content-type": content.contentType, "cache-control": "no-store" });
  response.end(content.text);
}
