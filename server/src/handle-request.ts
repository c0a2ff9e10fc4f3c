import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { type KnownAsker, knownAsker } from "./api/answer-later.ts";
import type { App } from "./api/create-app.ts";
import { answerDocs } from "./docs/answer-docs.ts";
import { type FoundRoute, findRoute, type RouteSearch } from "./http/find-route.ts";
import type { Refusal } from "./http/problem-of.ts";
import { refuse } from "./http/refuse.ts";
import type { Streams } from "./live/streams.ts";
import type { HeldAskers } from "./who/hold-askers.ts";
import { type IdentifyDeps, identify } from "./who/identify.ts";

export interface RequestHandlerDeps extends IdentifyDeps {
  app: App;
  streams: Streams;
  held: HeldAskers;
}

/** Answers what no route answers, streams on the socket itself, and hands the rest to the routes, with who asks. */
export function createRequestHandler(deps: RequestHandlerDeps): RequestListener {
  const { app } = deps;
  const known = new WeakMap<IncomingMessage, KnownAsker>();
  const answer = getRequestListener(
    (request, env) => {
      const { incoming, outgoing } = env as { incoming: IncomingMessage; outgoing: ServerResponse };
      return app.fetch(request, { outgoing, known: known.get(incoming) ?? null });
    },
    { overrideGlobalObjects: false },
  );
  return (request, response) => {
    const [pathname = "", query = ""] = (request.url ?? "").split("?", 2);
    if (answerDocs(request, pathname, response)) {
      return;
    }
    const search = findRoute(request.method ?? "", pathname);
    if (search.kind !== "found") {
      refuseUnknown(search, pathname, response);
      return;
    }
    void identify(search, { request, response }, deps).then(({ asker, refusal, since }) => {
      const refused = refusal ?? refuseBody(search, request);
      if (refused !== null) {
        refuse(response, refused);
      } else if (asker === null) {
        void answer(request, response);
      } else {
        const { whoAsks, held } = deps;
        const long = { request, response, asker, since, whoAsks };
        if (search.route.response.isStream === true) {
          deps.streams.open({ ...search, ...long, query: new URLSearchParams(query) });
          return;
        }
        known.set(request, knownAsker(long, held));
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
    : { code: "unsupported_media_type", detail: "Send the body as JSON, {} at least: content-type: application/json" };
}
