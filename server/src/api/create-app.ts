import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { PROBLEM_TYPE, REPLAYED_HEADER, ROUTES, type Route } from "@catalyst/api";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { headersOfRefusal } from "../http/headers-of-refusal.ts";
import { problemOf, type Refusal } from "../http/problem-of.ts";
import { refusalOfError } from "../http/refusal-of-error.ts";
import { type Done, doOnce } from "../once/do-once.ts";
import type { ServerDeps } from "../server-deps.ts";
import { limitPeople } from "../who/limit-people.ts";
import { type Asker, NOBODY } from "../who/who-asks.ts";
import { answerLater, type KnownAsker } from "./answer-later.ts";
import { checkBody } from "./check-body.ts";
import { createHandlers } from "./create-handlers.ts";
import { describeRoute } from "./describe-route.ts";
import type { Handler, Waiting } from "./handler.ts";
import { refusalOfInput } from "./refusal-of-input.ts";
import { respond } from "./respond.ts";

interface Env {
  /** `known`: null where anybody is answered. */
  Bindings: { outgoing: Pick<ServerResponse, "getHeader">; known: KnownAsker | null };
}
export type App = OpenAPIHono<Env>;

/** Every route of the table that answers once. */
export function createApp(deps: ServerDeps): App {
  const app = new OpenAPIHono<Env>({
    defaultHook: (result, context) => (result.success ? undefined : answer(context, refusalOfInput(result))),
  });
  const limitBody = bodyLimit({
    maxSize: deps.limits.maxBodyBytes,
    onError: (context) => answer(context as Context<Env>, tooLarge(deps.limits.maxBodyBytes)),
  });
  const handlers: Record<string, unknown> = createHandlers(deps);
  for (const [operation, route] of Object.entries<Route>(ROUTES)) {
    if (route.response.isStream === true) {
      continue;
    }
    const described = describeRoute(route);
    if (route.request.body !== undefined) {
      // The library can't limit what has no body.
      app.on(route.method, described.getRoutingPath(), limitBody, checkBody);
    }
    app.openapi(described, respondWith(route, handlers[operation] as Handler<Route>, deps) as never);
  }
  app.notFound((context) => answer(context, { code: "not_found", detail: "There is nothing here." }));
  app.onError((error, context) => answer(context, refusalOf(error, deps)));
  return app;
}

function respondWith(route: Route, handle: Handler<Route>, deps: ServerDeps) {
  const { request, isOpen } = route;
  const parts = { params: "param", query: "query", headers: "header", body: "json" } as const;
  const asked = Object.entries(parts).filter(([part]) => part in request);
  const limit = limitPeople(route);
  return async (context: Context<Env>) => {
    const valid = (part: string) => context.req.valid(part as never) as unknown;
    const input = Object.fromEntries(asked.map(([part, target]) => [part, valid(target)]));
    if (isOpen === true) {
      return respond(context, route, await handle(input as never, null as never));
    }
    const { known } = context.env;
    if (known === null) {
      return answer(context, NOBODY);
    }
    const tooMuch = await limit(known.asker.actor);
    if (tooMuch !== null) {
      return answer(context, tooMuch);
    }
    const traceparent = context.req.header("traceparent");
    const work = (asker: Asker, { onceId = randomUUID(), waiting = null }: AskedMore) =>
      deps.traces.trace({ route, traceparent }, () => handle(input as never, { ...asker, onceId, waiting } as never));
    const done = await doFor(known, { context, route, input, work }, deps);
    if ("refusal" in done) {
      return answer(context, done.refusal);
    }
    if (done.isReplayed) {
      context.header(REPLAYED_HEADER, "true");
    }
    return respond(context, route, done.answer);
  };
}

interface AskedMore {
  onceId?: string;
  waiting?: Waiting | null;
}

interface Asked {
  context: Context<Env>;
  route: Route;
  input: { query?: unknown };
  work(asker: Asker, more: AskedMore): Promise<unknown>;
}

/** Once for each name that a client gave it, or as soon as there is something that the client doesn't know. */
function doFor(
  known: KnownAsker,
  { context, route: { method, isSecret, operationId: operation }, input, work }: Asked,
  deps: ServerDeps,
): Promise<Done<unknown>> {
  const seconds = waitOf(input);
  if (seconds !== null) {
    const patience = { seconds, known: context.req.header("if-none-match") };
    return answerLater(patience, known, (asker, waiting) => work(asker, { waiting }));
  }
  const { asker } = known;
  const header = method === "post" && isSecret !== true ? context.req.header("idempotency-key") : undefined;
  return doOnce({ actor: asker.actor, header, operation, asked: input }, (onceId) => work(asker, { onceId }), deps);
}

/** How long the client waits, in seconds; null: it doesn't. */
function waitOf({ query }: { query?: unknown }): number | null {
  return (query as { wait?: number } | undefined)?.wait ?? null;
}

function answer(context: Context<Env>, refusal: Refusal): Response {
  const problem = problemOf(refusal, String(context.env.outgoing.getHeader("x-request-id")));
  const headers = { ...headersOfRefusal(refusal), "content-type": PROBLEM_TYPE };
  return context.body(JSON.stringify(problem), problem.status as 400, headers);
}

/** The library's own refusals are of bodies that are no JSON. */
function refusalOf(error: unknown, deps: ServerDeps): Refusal {
  return error instanceof HTTPException && error.status === 400
    ? { code: "invalid_input", detail: "The body is not JSON." }
    : refusalOfError(error, deps);
}

function tooLarge(bytes: number): Refusal {
  return { code: "too_large", detail: `A request's body may have at most ${bytes} bytes.` };
}
