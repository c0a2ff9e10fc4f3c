import type { IncomingMessage } from "node:http";
import type { Context } from "hono";
import type { ServerDeps } from "../../server-deps.ts";
import { askLibrary, requestFrom } from "../answer-library.ts";
import { AUTH_PATH } from "../auth-path.ts";

export type PageEnv = { Bindings: { incoming: IncomingMessage } };
export type PageContext = Context<PageEnv>;

export interface SignedInPerson {
  id: string;
  login: string;
  name: string;
  /** By which they ask. */
  sessionId: string;
}

/** Who is signed in; null: nobody. */
export async function personOf(context: PageContext, { signIn }: ServerDeps): Promise<SignedInPerson | null> {
  const { api } = await signIn.library();
  const found = await api.getSession({ headers: new Headers({ cookie: context.req.header("cookie") ?? "" }) });
  if (found === null) {
    return null;
  }
  const { id, login, name } = found.user;
  return { id, login, name, sessionId: found.session.id };
}

/** Asks the library as whoever is in front of the page, with its limits on how often. `body` undefined: to see something. */
export function askAs(
  { context, path, body, cookies }: { context: PageContext; path: string; body?: object; cookies?: string },
  deps: ServerDeps,
): Promise<Response> {
  const url = deps.signIn.publicUrl();
  const cookie = [context.req.header("cookie"), cookies].filter(Boolean).join("; ");
  const request = requestFrom(context.env.incoming, {
    url: `${url}${AUTH_PATH}${path}`,
    method: body === undefined ? "GET" : "POST",
    headers: {
      origin: url,
      "user-agent": context.req.header("user-agent") ?? "",
      ...(cookie === "" ? {} : { cookie }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return askLibrary(request, deps);
}

/** Sends somebody on, with the cookies that the library gave them. */
export function sendOn(context: PageContext, { to, cookies }: { to: string; cookies?: Response }): Response {
  for (const cookie of cookies?.headers.getSetCookie() ?? []) {
    context.header("set-cookie", cookie, { append: true });
  }
  return context.redirect(to, 303);
}

/** The fields of a form as texts. */
export async function formOf(context: PageContext): Promise<Record<string, string>> {
  const body = await context.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** The page that tells of it has the answer's status, and when to try again. */
export function passOnRefusal(context: PageContext, response: Response): void {
  context.status(response.status as 400);
  const seconds = response.headers.get("retry-after");
  if (seconds !== null) {
    context.header("retry-after", seconds);
  }
}

/** What the library says of why it refused. */
export async function reasonOf(response: Response): Promise<string> {
  if (response.status === 429) {
    return `Too many tries. Wait ${response.headers.get("retry-after") ?? "some"} seconds.`;
  }
  const said = (await response.json().catch(() => null)) as { message?: unknown; error_description?: unknown } | null;
  const words = said?.message ?? said?.error_description;
  return typeof words === "string" ? words : "That was refused.";
}
