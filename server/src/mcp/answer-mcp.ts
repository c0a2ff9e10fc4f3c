import type { RequestListener } from "node:http";
import { PROBLEM_TYPE } from "@catalyst/api";
import { getRequestListener } from "@hono/node-server";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { checkBody } from "../api/check-body.ts";
import { headersOfRefusal } from "../http/headers-of-refusal.ts";
import { problemOf, type Refusal } from "../http/problem-of.ts";
import { refusalOfError } from "../http/refusal-of-error.ts";
import { NOBODY } from "../who/who-asks.ts";
import type { Exchange, MakeFactory, McpDeps } from "./exchange.ts";
import { serveTools } from "./serve-tools.ts";

export const MCP_PATH = "/api/mcp";

/** As JSON-RPC numbers what it can't read, and what is wrong with a request. */
const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;

/**
 * The Model Context Protocol over HTTP, for who is known: each request stands for itself, and nothing is remembered between two. Of the
 * revisions of 2026-07-28 and before.
 */
export function answerMcp(deps: McpDeps, makeFactory: MakeFactory = serveTools): RequestListener {
  const { maxBodyBytes, heartbeatSeconds } = deps.limits;
  const app = new Hono<{ Bindings: Exchange }>();
  const tooLarge: Refusal = { code: "too_large", detail: `A request's body may have at most ${maxBodyBytes} bytes.` };
  app.use(admitAsker(deps));
  app.post(MCP_PATH, bodyLimit({ maxSize: maxBodyBytes, onError: (context) => refuse(context, tooLarge) }), checkBody);
  app.post(MCP_PATH, async (context) => {
    const handler = createMcpHandler(makeFactory(context.env, deps), { keepAliveMs: heartbeatSeconds * 1000 });
    return handler.fetch(context.req.raw, { parsedBody: await context.req.json() });
  });
  // Nobody is told anything but in answer to a request, and there are no sessions to end.
  app.all(MCP_PATH, (context) => {
    context.header("allow", "POST");
    return refuse(context, { code: "method_not_allowed", detail: "What can be done here: POST." });
  });
  app.notFound((context) => refuse(context, { code: "not_found", detail: "There is nothing here." }));
  app.onError((error, context) => refuseUnreadable(context, refusalOfError(error, deps)));
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

/** Nothing is read of what nobody asks. */
function admitAsker({ whoAsks, limitKey }: McpDeps): MiddlewareHandler<{ Bindings: Exchange }> {
  return async (context, next) => {
    const { incoming, outgoing } = context.env;
    const asker = await whoAsks(incoming);
    const refusal = asker === null ? NOBODY : await limitKey(asker, outgoing);
    return refusal === null ? await next() : refuse(context, refusal);
  };
}

function refuse(context: Context, refusal: Refusal): Response {
  const problem = problemOf(refusal, requestIdOf(context));
  const headers = { ...headersOfRefusal(refusal), "content-type": PROBLEM_TYPE };
  return context.body(JSON.stringify(problem), problem.status as 400, headers);
}

/** A client of this protocol looks for what is wrong in its own words. */
function refuseUnreadable(context: Context, refusal: Refusal): Response {
  const { status, detail } = problemOf(refusal, requestIdOf(context));
  const code = refusal.code === "invalid_input" ? PARSE_ERROR : INVALID_REQUEST;
  const body = { jsonrpc: "2.0", id: null, error: { code, message: detail } };
  return context.json(body, status as 400, headersOfRefusal(refusal));
}

function requestIdOf(context: Context): string {
  return String((context.env as Exchange).outgoing.getHeader("x-request-id"));
}
