import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { shareCalls } from "../share-calls.ts";
import { judgeReader } from "./judge-reader.ts";
import type { Measured } from "./measured.ts";
import { readChecks } from "./read-checks.ts";

/** How long an answer about the database is good for another who asks. */
const FRESH_MILLISECONDS = 1000;

const METRICS = "/metrics";

interface Page {
  status: number;
  type: string;
  body: string;
}

/** Answers who scrapes and who asks for health. Whoever asks often, and several at once, cost no more than one. */
export function answerScrapes({ address, registry, checks }: Measured): RequestListener {
  const metrics = shareCalls(() => registry.metrics(), 0);
  const ready = shareCalls(() => readChecks(checks), FRESH_MILLISECONDS);
  const pages: Readonly<Record<string, () => Page | Promise<Page>>> = {
    [METRICS]: async () => ({ status: 200, type: registry.contentType, body: await metrics() }),
    "/healthz": () => json(200, { status: "ok" }),
    "/readyz": async () => tellReady(await ready()),
  };
  return (request, response) => {
    const [path = ""] = (request.url ?? "").split("?", 1);
    const refusal = refuse(request, path, address);
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    if (refusal !== null || page === undefined) {
      send(response, refusal ?? json(404, { status: `There are ${Object.keys(pages).join(", ")}.` }));
      return;
    }
    void Promise.resolve(page())
      .catch(() => json(500, { status: "failed" }))
      .then((answer) => send(response, answer));
  };
}

function refuse({ method = "", headers }: IncomingMessage, path: string, address: Measured["address"]): Page | null {
  if (method !== "GET" && method !== "HEAD") {
    return json(405, { status: "Ask with GET." });
  }
  switch (judgeReader(headers, address)) {
    case "known":
      return null;
    case "elsewhere":
      return json(421, { status: "Ask by an address, or with the token." });
    case "unknown":
      return path === METRICS ? json(401, { status: "Say the token: Authorization: Bearer ..." }) : null;
  }
}

function tellReady(checks: Record<string, boolean>): Page {
  const isReady = Object.values(checks).every(Boolean);
  return json(isReady ? 200 : 503, { status: isReady ? "ok" : "unavailable", checks });
}

function json(status: number, body: object): Page {
  return { status, type: "application/json", body: `${JSON.stringify(body)}\n` };
}

function send(response: ServerResponse, { status, type, body }: Page): void {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(status === 405 ? { allow: "GET, HEAD" } : {}),
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
  });
  response.end(body);
}
