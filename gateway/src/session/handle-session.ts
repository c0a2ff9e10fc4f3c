import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MAX_SESSION_BYTES } from "@catalyst/core";
import type { Exchange } from "../exchange.ts";
import { readBody } from "../http/read-body.ts";
import { Refusal } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";

export const SESSION_PATH = "/session";

/**
 * PUT /session keeps the agent's session as bytes that nobody opens here; GET /session gives that of the execution which
 * this one goes on from.
 */
export function handleSession(exchange: Exchange): Promise<void> {
  const { request, target, grant } = exchange;
  if (grant.stage !== "agent") {
    throw new Refusal("forbidden", "Sessions are the agent's: the preparation of its workspace has none.", {
      blockedAction: `${request.method} ${SESSION_PATH}`,
    });
  }
  if (target.query.size === 0 && request.method === "PUT") {
    return saveSession(exchange);
  }
  if (target.query.size === 0 && request.method === "GET") {
    return sendSession(exchange);
  }
  throw new Refusal("invalid_request", "A session is kept with PUT /session and fetched with GET /session.");
}

async function saveSession({ request, response, deps, usage, hold, grant, log }: Exchange): Promise<void> {
  const waitSeconds = usage.sessionSaves.take(1);
  if (waitSeconds > 0) {
    throw new Refusal("rate_limited", "This execution saves its session too often.", {
      retryAfterSeconds: Math.ceil(waitSeconds),
    });
  }
  const content = await readBody(request, { maxBytes: MAX_SESSION_BYTES, hold });
  if (content.length === 0) {
    throw new Refusal("invalid_request", "The session is empty.");
  }
  if (!(await deps.sessions.save(grant.executionId, content))) {
    throw new Refusal("unauthenticated", "The execution has ended: its session is not taken any more.");
  }
  log.info({ bytes: content.length }, "session saved");
  respondJson(response, 200, { saved: content.length });
}

async function sendSession({ response, deps, hold, grant, signal }: Exchange): Promise<void> {
  // Its size is known only when it is in memory.
  hold.add(MAX_SESSION_BYTES);
  const content = await deps.sessions.findFor(grant.executionId);
  if (content === null) {
    throw new Refusal("not_found", "There is no session that this execution could go on in.");
  }
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-length": content.length,
    "cache-control": "no-store",
  });
  await pipeline(Readable.from([content]), response, { signal });
}
