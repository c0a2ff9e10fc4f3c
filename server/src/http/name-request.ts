import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

const REQUEST_ID = /^[A-Za-z0-9._-]{1,100}$/;

/** Gives the answer the request's id: the client's own, where it has one that is fit for a log. */
export function nameRequest({ headers }: IncomingMessage, response: ServerResponse): void {
  const named = headers["x-request-id"];
  response.setHeader("x-request-id", typeof named === "string" && REQUEST_ID.test(named) ? named : randomUUID());
}
