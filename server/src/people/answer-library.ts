import type { IncomingMessage, RequestListener } from "node:http";
import { PROBLEM_TYPE, type ProblemCode } from "@catalyst/api";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { headersOfRefusal } from "../http/headers-of-refusal.ts";
import { problemOf } from "../http/problem-of.ts";
import { refusalOfError } from "../http/refusal-of-error.ts";
import type { ServerDeps } from "../server-deps.ts";
import { AUTH_PATH } from "./auth-path.ts";
import { isServed } from "./doors.ts";

const MAX_BODY_BYTES = 64 * 1024;

/** The machine's name is shown to people. */
const DeviceRequest = z.object({ client_id: z.string().max(50), scope: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/) });

type LibraryRequest = Pick<RequestInit, "method" | "headers" | "body"> & { url: string };
type Env = { Bindings: { incoming: IncomingMessage } };

/** The doors of the library that are served, with the address of who asks as we know it. */
export function answerLibrary(deps: ServerDeps): RequestListener {
  const app = new Hono<Env>();
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => refuse("too_large", "The body is too large.") }));
  app.all("*", async (context) => {
    const { pathname, search } = new URL(context.req.url);
    const { method, raw } = context.req;
    const path = pathname.slice(AUTH_PATH.length);
    if (!isServed(method, path)) {
      return refuse("not_found", `There is nothing at ${pathname.slice(0, 200)}.`);
    }
    const url = `${deps.signIn.publicUrl()}${pathname}${search}`;
    const body = await bodyOf(context, path);
    return askLibrary(requestFrom(context.env.incoming, { url, method, headers: raw.headers, ...body }), deps);
  });
  app.onError((error) => {
    if (error instanceof z.ZodError || error instanceof SyntaxError) {
      return refuse("invalid_input", "The body isn't what is asked for here, as JSON.");
    }
    const { code, detail } = refusalOfError(error, deps);
    return refuse(code, detail);
  });
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

/** Throws `unavailable` where the database is away. */
export async function askLibrary(request: Request, { signIn, people, owner }: ServerDeps): Promise<Response> {
  const { handler } = await signIn.library();
  const response = await handler(request);
  if (response.status === 500) {
    // The library doesn't tell why: whether it is the database, the database tells.
    await people.find(owner.userId);
  }
  return withRetryAfter(response);
}

/** The request with the address of who asks as we know it: what a client says of that counts for nothing. */
export function requestFrom(incoming: IncomingMessage, { url, headers: said, ...init }: LibraryRequest): Request {
  const headers = new Headers(said);
  headers.set("x-forwarded-for", addressOf(incoming));
  return new Request(url, { ...init, headers });
}

/** As the door found it to be. */
function addressOf({ headers, socket }: IncomingMessage): string {
  const found = headers["x-forwarded-for"];
  return typeof found === "string" ? found : (socket.remoteAddress ?? "127.0.0.1");
}

async function bodyOf({ req }: Context<Env>, path: string): Promise<Pick<RequestInit, "body">> {
  if (req.method === "GET") {
    return {};
  }
  const bytes = await req.arrayBuffer();
  return { body: path === "/device/code" ? withoutPerson(bytes) : bytes };
}

/** A client would choose there whom it is to be approved by. */
function withoutPerson(bytes: ArrayBuffer): string {
  const { client_id, scope } = DeviceRequest.parse(JSON.parse(Buffer.from(bytes).toString()));
  return JSON.stringify({ client_id, scope });
}

function withRetryAfter(response: Response): Response {
  const seconds = response.headers.get("x-retry-after");
  if (seconds === null) {
    return response;
  }
  const headers = new Headers(response.headers);
  headers.set("retry-after", seconds);
  return new Response(response.body, { status: response.status, headers });
}

function refuse(code: ProblemCode, detail: string): Response {
  const problem = problemOf({ code, detail }, "");
  const headers = { ...headersOfRefusal({ code, detail }), "content-type": PROBLEM_TYPE };
  return Response.json(problem, { status: problem.status, headers });
}
