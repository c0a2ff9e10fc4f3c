import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { App } from "./api/create-app.ts";
import { type FoundRoute, findRoute, type RouteSearch } from "./http/find-route.ts";
import type { Refusal } from "./http/problem-of.ts";
import { refuse } from "./http/refuse.ts";
import type { Streams } from "./live/streams.ts";

const REQUEST_ID = /^[A-Za-z0-9._-]{1,100}$/;

/** Answers what no route answers, streams on the socket itself, and hands the rest to the routes. */
export function createRequestHandler({ app, streams }: { app: App; streams: Streams }): RequestListener {
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return (request, response) => {
    response.setHeader("x-request-id", requestIdOf(request));
    // Whatever a client calls the server by: over its socket that means nothing.
    request.headers.host = "localhost";
    const [pathname = "", query = ""] = (request.url ?? "").split("?", 2);
    const search = findRoute(request.method ?? "", pathname);
    if (search.kind !== "found") {
      refuseUnknown(search, pathname, response);
    } else if (search.route.response.isStream === true) {
      streams.open({ ...search, query: new URLSearchParams(query), request, response });
    } else {
      const refusal = refuseBody(search, request);
      if (refusal === null) {
        void answer(request, response);
      } else {
        refuse(response, refusal);
      }
    }
  };
}

/** The client's own, where it has one that is fit for a log. */
function requestIdOf({ headers }: IncomingMessage): string {
  const named = headers["x-request-id"];
  return typeof named === "string" && REQUEST_ID.test(named) ? named : randomUUID();
}

function refuseUnknown(
  search: Exclude<RouteSearch, { kind: "found" }>,
  pathname: string,
  response: ServerResponse,
): void {
  if (search.kind === "none") {
    refuse(response, { code: "not_found", detail: `There is nothing at ${pathname.slice(0, 200)}.` });
    return;
  }
  const allowed = search.allowed.join(", ");
  response.setHeader("allow", allowed);
  refuse(response, { code: "method_not_allowed", detail: `What can be done here: ${allowed}.` });
}

function refuseBody({ route }: FoundRoute, { headers }: IncomingMessage): Refusal | null {
  const type = (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  return route.request.body === undefined || type === "application/json"
    ? null
    : { code: "unsupported_media_type", detail: "Send the body as JSON: content-type: application/json" };
}
