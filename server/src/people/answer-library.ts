import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { refusalOfError } from "../http/refusal-of-error.ts";
import type { ServerDeps } from "../server-deps.ts";
import { AUTH_PATH } from "./auth-path.ts";
import { findDoor, type LibraryDoor } from "./doors.ts";
import { presentPasskeys } from "./passkeys/present-passkeys.ts";
import { refuseWith } from "./refuse-with.ts";

const MAX_BODY_BYTES = 64 * 1024;

type LibraryRequest = Pick<RequestInit, "method" | "headers" | "body"> & { url: string };
type Env = { Bindings: { incoming: IncomingMessage; outgoing: ServerResponse } };

/** The doors of the library that are served, with the address of who asks as we know it. */
export function answerLibrary(deps: ServerDeps): RequestListener {
  const app = new Hono<Env>();
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: ({ env }) => refuseWith({ code: "too_large", detail: "The body is too large." }, env.outgoing),
    }),
  );
  app.all("*", async (context) => {
    const { pathname } = new URL(context.req.url);
    const path = pathname.slice(AUTH_PATH.length);
    const door = findDoor(context.req.method, path);
    if (door === undefined) {
      const detail = `There is nothing at ${pathname.slice(0, 200)}.`;
      return refuseWith({ code: "not_found", detail }, context.env.outgoing);
    }
    const response = await askLibrary(await throughDoor(door, context, deps), deps);
    return door.ofPasskeys === true
      ? presentPasskeys({ response, path, outgoing: context.env.outgoing }, deps)
      : response;
  });
  app.onError((error, { env: { outgoing } }) => {
    if (error instanceof z.ZodError || error instanceof SyntaxError) {
      return refuseWith({ code: "invalid_input", detail: "The body isn't what is asked for here, as JSON." }, outgoing);
    }
    return refuseWith(refusalOfError(error, deps), outgoing);
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

/** What of a request the door lets through. */
async function throughDoor({ query, body: schema }: LibraryDoor, { req, env }: Context<Env>, deps: ServerDeps) {
  const { pathname, searchParams } = new URL(req.url);
  const url = new URL(`${deps.signIn.publicUrl()}${pathname}`);
  for (const name of query) {
    const value = searchParams.get(name);
    if (value !== null) {
      url.searchParams.set(name, value);
    }
  }
  const body = schema === undefined ? {} : { body: JSON.stringify(schema.parse(await req.json())) };
  return requestFrom(env.incoming, { url: url.href, method: req.method, headers: req.raw.headers, ...body });
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
