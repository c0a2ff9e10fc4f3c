import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { App } from "./api/create-app.ts";
import { type FoundRoute, findRoute, type RouteSearch } from "./http/find-route.ts";
import type { Refusal } from "./http/problem-of.ts";
import { refuse } from "./http/refuse.ts";
import type { Streams } from "./live/streams.ts";
import { type IdentifyDeps, identify } from "./who/identify.ts";
import type { Asker } from "./who/who-asks.ts";

export interface RequestHandlerDeps extends IdentifyDeps {
  app: App;
  streams: Streams;
}

/** Answers what no route answers, streams on the socket itself, and hands the rest to the routes, with who asks. */
export function createRequestHandler(deps: RequestHandlerDeps): RequestListener {
  const { app } = deps;
  const askers = new WeakMap<IncomingMessage, Asker>();
  const answer = getRequestListener(
    (request, env) => {
      const { incoming, outgoing } = env as { incoming: IncomingMessage; outgoing: ServerResponse };
      return app.fetch(request, { outgoing, asker: askers.get(incoming) ?? null });
    },
    { overrideGlobalObjects: false },
  );
  return (request, response) => {
    const [pathname = "", query = ""] = (request.url ?? "").split("?", 2);
    const search = findRoute(request.method ?? "", pathname);
    if (search.kind !== "found") {
      refuseUnknown(search, pathname, response);
      return;
    }
    void identify(search, { request, response }, deps).then(({ asker, refusal, since }) => {
      const refused = refusal ?? refuseBody(search, request);
      if (refused !== null) {
        refuse(response, refused);
      } else if (asker !== null && search.route.response.isStream === true) {
        const { whoAsks } = deps;
        deps.streams.open({ ...search, query: new URLSearchParams(query), request, response, asker, since, whoAsks });
      } else {
        if (asker !== null) {
          askers.set(request, asker);
        }
        void answer(request, response);
      }
    });
  };
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
