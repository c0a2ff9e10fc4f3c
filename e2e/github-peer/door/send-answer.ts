import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";

/** Sends an answer with the headers that all of GitHub's have; a reading request that has it already gets 304. */
export function sendAnswer(
  answer: Answer,
  request: IncomingMessage,
  response: ServerResponse,
): { isUnchanged: boolean } {
  const text = writeBody(answer);
  const etag = `W/"${createHash("sha256").update(text).digest("hex")}"`;
  const isReading = request.method === "GET" && answer.status === 200;
  const isUnchanged = isReading && request.headers["if-none-match"] === etag;
  response.writeHead(isUnchanged ? 304 : answer.status, {
    "x-github-request-id": randomUUID(),
    "x-github-media-type": "github.v3; format=json",
    server: "github-peer (not GitHub)",
    ...(isReading ? { etag, "cache-control": "private, max-age=60, s-maxage=60" } : {}),
    ...(text.length === 0
      ? {}
      : { "content-type": typeof text === "string" ? `${answer.mediaType}; charset=utf-8` : answer.mediaType }),
    ...answer.headers,
  });
  response.end(isUnchanged ? undefined : text);
  return { isUnchanged };
}

function writeBody({ body, mediaType }: Answer): string | Uint8Array {
  if (body instanceof Uint8Array) {
    return body;
  }
  if (body === undefined) {
    return "";
  }
  return mediaType === "application/json" ? JSON.stringify(body) : String(body);
}
