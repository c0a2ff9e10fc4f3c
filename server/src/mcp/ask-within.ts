import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiRequest, ApiResponse, Transport } from "@catalyst/api";
import { knownAsker } from "../api/answer-later.ts";
import type { App } from "../api/create-app.ts";
import { findRoute } from "../http/find-route.ts";
import { refuse } from "../http/refuse.ts";
import type { Streams } from "../live/streams.ts";
import type { ServerDeps } from "../server-deps.ts";
import type { HeldAskers } from "../who/hold-askers.ts";
import { type IdentifyDeps, identify } from "../who/identify.ts";
import { InnerAnswer } from "./inner-answer.ts";

export interface InnerDeps extends IdentifyDeps, Pick<ServerDeps, "limits"> {
  app: App;
  streams: Streams;
  held: HeldAskers;
}

const SOMEWHERE = "http://localhost";

/**
 * Carries requests to the routes of this server for who sent the outer request: each one is asked anew who that is, by what right, and
 * counts as one of theirs, as if it had come over the port.
 */
export function askWithin(
  { incoming, outgoing }: { incoming: IncomingMessage; outgoing: ServerResponse },
  deps: InnerDeps,
): Transport {
  return async (asked) => {
    const { pathname, searchParams } = new URL(asked.path, SOMEWHERE);
    const search = findRoute(asked.method, pathname);
    if (search.kind !== "found") {
      throw new Error("the contract's client asked for what is no route");
    }
    const answer = new InnerAnswer(outgoing.getHeader("x-request-id"));
    const { asker, refusal, since } = await identify(search, { request: incoming, response: answer }, deps);
    if (refusal !== null) {
      refuse(answer, refusal);
      return answer.head;
    }
    const { streams, held, whoAsks } = deps;
    const long = asker === null ? null : { request: incoming, response: answer, asker, since, whoAsks };
    if (long === null || search.route.response.isStream !== true) {
      const known = long === null ? null : knownAsker(long, held);
      return readWhole(await deps.app.fetch(requestOf(asked), { outgoing: answer, known }));
    }
    leaveWith(asked.signal, answer);
    streams.open({ ...search, ...long, query: searchParams });
    return answer.head;
  };
}

function requestOf({ method, path, headers, body }: ApiRequest): Request {
  return new Request(`${SOMEWHERE}${path}`, { method, headers, body });
}

/** Who doesn't follow any more is told nothing more. */
function leaveWith(signal: AbortSignal | null, answer: InnerAnswer): void {
  const leave = () => void answer.destroy();
  signal?.addEventListener("abort", leave, { once: true });
  answer.once("close", () => signal?.removeEventListener("abort", leave));
  if (signal?.aborted === true) {
    leave();
  }
}

function readWhole({ status, headers, body }: Response): ApiResponse {
  const contentType = (headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return { status, contentType, body: body ?? new Blob([]).stream() };
}
