import type { RequestListener } from "node:http";
import { STATUS_OF_PROBLEM } from "@catalyst/api";
import { isUnsubscribing, UNSUBSCRIBE_PATH, type Unsubscribing } from "@catalyst/core/notification";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import { refusalOfError } from "../../http/refusal-of-error.ts";
import { formLimit, page, pageHeaders, STYLE_PATH } from "../../people/pages/page.ts";
import type { ServerDeps } from "../../server-deps.ts";

const MAX_BODY_BYTES = 4 * 1024;

const Link = z.object({ of: z.uuid(), token: z.string().max(100) });

/**
 * Ends the mail of a destination, for whoever has the link that stands in it: by one POST of a mail program (RFC 8058), or by the button of
 * the page. Looking at the link changes nothing, as what checks mail for harm opens all that stands in it.
 */
export function answerUnsubscribe(deps: ServerDeps): RequestListener {
  const app = new Hono();
  const style = `${deps.signIn.publicUrl()}${STYLE_PATH}`;
  const headers = pageHeaders({ formsTo: null, script: "'none'", style });
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) {
      context.res.headers.set(name, value);
    }
  });
  app.use(formLimit(MAX_BODY_BYTES));
  app.get(UNSUBSCRIBE_PATH, async (context) =>
    findLink(context, await deps.openUnsubscribeKey()) === null ? refuse(context) : ask(context),
  );
  app.post(UNSUBSCRIBE_PATH, async (context) => {
    const link = findLink(context, await deps.openUnsubscribeKey());
    if (link === null) {
      return refuse(context);
    }
    await deps.destinations.removeMail(link.destinationId);
    return context.html(
      page("No more mail", html`<p>You get no more of these. What else you are told stays as it is.`),
    );
  });
  app.notFound((context) => context.html(page("Not here", html`<p>There is nothing here.`), 404));
  app.onError((error, context) => {
    const { code, detail } = refusalOfError(error, deps);
    return context.html(page("That failed", html`<p>${detail}`), STATUS_OF_PROBLEM[code] as 500);
  });
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

/** null: it is none of ours. */
function findLink(context: Context, key: Buffer): Unsubscribing | null {
  const link = Link.safeParse(context.req.query());
  const unsubscribing = link.success ? { destinationId: link.data.of, token: link.data.token } : null;
  return unsubscribing !== null && isUnsubscribing(unsubscribing, key) ? unsubscribing : null;
}

function ask(context: Context): Response | Promise<Response> {
  return context.html(
    page(
      "No more mail?",
      html`<p>Catalyst tells you of tasks by mail. <form method="post"><button>Send me no more of these</button></form>`,
    ),
  );
}

function refuse(context: Context): Response | Promise<Response> {
  return context.html(
    page("Not here", html`<p>That link ends no mail of this server. Who gets it can remove the address.`),
    404,
  );
}
