import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Refusal } from "../http/problem-of.ts";
import { refusalOfError } from "../http/refusal-of-error.ts";
import { refuse } from "../http/refuse.ts";
import { createHearing, type HearDeps } from "./hear-delivery.ts";

export const WEBHOOK_PATH = "/api/github/webhook";

const NOT_POST: Refusal = { code: "method_not_allowed", detail: "What can be done here: POST." };
const ELSEWHERE: Refusal = { code: "not_found", detail: "There is nothing here." };

/** Where GitHub tells what happens: what an App of ours signed is stored for good before it is answered, and decided by a worker. */
export function answerWebhook(deps: HearDeps): RequestListener {
  const hear = createHearing(deps);
  return (request, response) => {
    const isHere = (request.url ?? "").split("?", 1)[0] === WEBHOOK_PATH;
    if (!isHere || request.method !== "POST") {
      response.setHeader("allow", "POST");
      refuse(response, isHere ? NOT_POST : ELSEWHERE);
      return;
    }
    void hear(request)
      .catch((error: unknown) => refusalUnlessGone(error, request, deps))
      .then((refusal) => answer(refusal, response, deps));
  };
}

/** null: whoever asked has gone, and is told nothing. */
function refusalUnlessGone(error: unknown, request: IncomingMessage, deps: HearDeps): Refusal | null {
  return request.destroyed && !request.complete ? null : refusalOfError(error, deps);
}

function answer(refusal: Refusal | null, response: ServerResponse, { measures }: HearDeps): void {
  if (response.destroyed) {
    return;
  }
  if (refusal === null) {
    measures.webhookAnswered("stored");
    response.writeHead(202).end();
  } else {
    const isOurs = refusal.code === "unavailable" || refusal.code === "internal";
    measures.webhookAnswered(isOurs ? "failed" : "refused");
    refuse(response, refusal);
  }
}
