import type { IncomingMessage } from "node:http";
import { addHtml } from "../attachments/render-body.ts";
import { Moved, openRepository } from "../auth/access.ts";
import { type Caller, readCaller } from "../auth/caller.ts";
import { findAnswerFaults, pruneAnswer } from "../description/check-answer.ts";
import { checkRequest } from "../description/check-request.ts";
import { type Description, loadDescription } from "../description/description.ts";
import { findOperation } from "../description/find-operation.ts";
import type { Operation } from "../description/row.ts";
import type { Call, CallerRoute } from "../route.ts";
import { ROUTES } from "../routes.ts";
import type { World } from "../state/world.ts";
import { type Answer, json } from "./answer.ts";
import { readBody } from "./read-body.ts";
import { nameById, redirect } from "./redirect.ts";
import { notByIntegration, notFound, Refusal } from "./refusal.ts";
import { type Counter, whoCounts } from "./usage.ts";

/** What answers requests of the API. */
export interface Api {
  world: World;
  description: Description;
  counter: Counter;
  /** Takes what GitHub would forgive and a test mustn't: a request or an answer that breaks GitHub's description. */
  complain(complaint: string): void;
}

const ROUTES_BY_OPERATION = new Map(ROUTES.map((route) => [route.operation, route]));

/** Answers a request of the API: never throws but for a fault of the peer's own. */
export async function answerApi(api: Api, request: IncomingMessage, url: URL): Promise<Answer> {
  const name = `${request.method} ${url.pathname}`;
  try {
    const caller = readCaller(api.world, request.headers.authorization);
    const { operation, call } = await readCall(api, { request, url, caller });
    const answer = await runRoute(api, operation, call);
    const whole = addHtml(api.world, call.accept, answer);
    const told = api.world.enterprise === null ? whole : pruneAnswer(api.description, operation, whole);
    refuseOwnFaults(api, operation, told);
    return tellEnd(caller, told);
  } catch (error) {
    if (error instanceof Refusal) {
      return error.answer;
    }
    if (error instanceof Moved) {
      return redirect(api.world, request, { url, repository: error.repository });
    }
    const message = error instanceof Error ? error.message : String(error);
    api.complain(`The peer failed at ${name}: ${message}`);
    return json(500, { message: `The peer failed: ${message}` });
  }
}

/** Of a token that ends every answer says when. */
function tellEnd(caller: Caller, answer: Answer): Answer {
  const endsAt = caller.kind === "person" ? (caller.narrowed?.endsAt ?? null) : null;
  const written = endsAt?.toISOString().replace("T", " ").replace(/\..*/, " UTC");
  return written === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, "github-authentication-token-expiration": written } };
}

interface Asked {
  request: IncomingMessage;
  url: URL;
  caller: Caller;
}

async function readCall({ world, description, complain }: Api, { request, url, caller }: Asked) {
  const method = request.method ?? "GET";
  const refuse = (status: number, complaint: string) => {
    complain(complaint);
    return new Refusal(status, complaint);
  };
  if (!request.headers["user-agent"]) {
    throw refuse(403, "Request forbidden by administrative rules. A User-Agent header is needed.");
  }
  const pathname = nameById(world, url.pathname);
  const found = findOperation(description, method, pathname);
  if (found.kind !== "found") {
    if (world.enterprise !== null && isOlder(method, pathname)) {
      throw notFound();
    }
    const what = found.kind === "unknown" ? "isn't an operation of GitHub's" : "isn't built into the peer";
    throw refuse(found.kind === "unknown" ? 404 : 501, `${method} ${url.pathname} ${what}.`);
  }
  const { operation, parameters } = found;
  const body = await readBody(request);
  const { checked, faults } = checkRequest(description, operation, { path: parameters, query: url.searchParams, body });
  if (faults.length > 0) {
    throw refuse(400, `${method} ${url.pathname} breaks GitHub's description: ${faults.join("; ")}.`);
  }
  const call: Call = { ...checked, world, caller, url, accept: request.headers.accept ?? "" };
  return { operation, call };
}

/** github.com has the operation: it is the version of GHES that hasn't. */
function isOlder(method: string, path: string): boolean {
  return findOperation(loadDescription(), method, path).kind === "found";
}

async function runRoute({ world, counter }: Api, operation: Operation, call: Call): Promise<Answer> {
  const route = ROUTES_BY_OPERATION.get(operation.id);
  if (!route) {
    throw new Error(`there is a description of ${operation.id}, but no route`);
  }
  const { id, method } = operation;
  counter.count(whoCounts(call.caller), { method, operation: id, isContent: "isContent" in route });
  if ("by" in route) {
    refuseOthers(route, call.caller);
    return route.answer(call);
  }
  if (call.caller.kind === "app") {
    throw new Refusal(401, "Requires authentication");
  }
  const { owner, repo } = call.path;
  const place = { owner: String(owner), repo: String(repo), access: route.access };
  return route.answer({ ...call, repository: openRepository(world, call.caller, place) });
}

function refuseOthers({ by }: CallerRoute, caller: Caller): void {
  if (by.includes(caller.kind)) {
    return;
  }
  if (by.includes("app")) {
    throw new Refusal(401, "A JSON web token could not be decoded");
  }
  if (caller.kind === "nobody" || caller.kind === "app") {
    throw new Refusal(401, "Requires authentication");
  }
  throw caller.kind === "installation" ? notByIntegration() : notFound();
}

function refuseOwnFaults({ description }: Api, operation: Operation, answer: Answer): void {
  const faults = findAnswerFaults(description, operation, answer);
  if (faults.length > 0) {
    throw new Error(`its answer to ${operation.id} breaks GitHub's description: ${faults.join("; ")}`);
  }
}
