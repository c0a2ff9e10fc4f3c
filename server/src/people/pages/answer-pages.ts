import type { RequestListener } from "node:http";
import { STATUS_OF_PROBLEM } from "@catalyst/api";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { html } from "hono/html";
import { refusalOfError } from "../../http/refusal-of-error.ts";
import type { ServerDeps } from "../../server-deps.ts";
import { PAGES_PATH } from "../pages-path.ts";
import { readScript, SCRIPT_PATH } from "../passkeys/passkey-forms.ts";
import { answerRemovePasskey } from "../passkeys/remove-passkey-page.ts";
import { answerPassword } from "../passwords/change-password-page.ts";
import { answerReset, showReset } from "../passwords/reset-page.ts";
import { showAccount, signOut } from "./account-page.ts";
import { formOf, type PageContext, type PageEnv } from "./ask.ts";
import { decideDevice, showDevice } from "./device-page.ts";
import { answerInvitation, showInvitation } from "./invitation-page.ts";
import { formLimit, page, pageHeaders, readStyle, STYLE_PATH } from "./page.ts";
import { linkGithub, showSignIn, signInByGithub, signInByPassword } from "./sign-in-page.ts";

const MAX_BODY_BYTES = 16 * 1024;

/** The few pages that signing in takes: what is typed there is for nobody but the server. */
export function answerPages(deps: ServerDeps): RequestListener {
  const app = new Hono<PageEnv>();
  const github = deps.signIn.github;
  const formsTo = github === null ? null : new URL(github.url).origin;
  const script = `${deps.signIn.publicUrl()}${SCRIPT_PATH}`;
  const style = `${deps.signIn.publicUrl()}${STYLE_PATH}`;
  const headers = pageHeaders({ formsTo, script, style });
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) {
      context.res.headers.set(name, value);
    }
  });
  app.use(formLimit(MAX_BODY_BYTES));
  app.post("*", async (context, next) => (isFromHere(context, deps) ? next() : refuseElsewhere(context)));
  app.get(PAGES_PATH, (context) => showSignIn(context, deps));
  app.post(PAGES_PATH, (context) => signInByPassword(context, deps));
  app.post(`${PAGES_PATH}/github`, async (context) => signInByGithub(context, deps, (await formOf(context)).next));
  app.post(`${PAGES_PATH}/link`, (context) => linkGithub(context, deps));
  app.get(`${PAGES_PATH}/done`, (context) => showAccount(context, deps));
  app.post(`${PAGES_PATH}/password`, (context) => answerPassword(context, deps));
  app.get(`${PAGES_PATH}/reset`, (context) => showReset(context, deps));
  app.post(`${PAGES_PATH}/reset`, (context) => answerReset(context, deps));
  app.get(STYLE_PATH, (context) => context.body(readStyle(), 200, { "content-type": "text/css" }));
  app.get(SCRIPT_PATH, (context) => context.body(readScript(), 200, { "content-type": "text/javascript" }));
  app.post(`${PAGES_PATH}/passkeys/remove`, (context) => answerRemovePasskey(context, deps));
  app.post(`${PAGES_PATH}/out`, (context) => signOut(context, deps));
  app.get(`${PAGES_PATH}/device`, (context) => showDevice(context, deps));
  app.post(`${PAGES_PATH}/device`, (context) => decideDevice(context, deps));
  app.get(`${PAGES_PATH}/invitation`, (context) => showInvitation(context, deps));
  app.post(`${PAGES_PATH}/invitation`, (context) => answerInvitation(context, deps));
  app.notFound((context) => context.html(page("Not here", html`<p>There is nothing here.`), 404));
  app.onError((error, context) => {
    const { code, detail } = refusalOfError(error, deps);
    return context.html(page("That failed", html`<p>${detail}`), STATUS_OF_PROBLEM[code] as 500);
  });
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

/** Browsers say of every form where it was filled in. */
function isFromHere(context: PageContext, { signIn }: ServerDeps): boolean {
  return context.req.header("origin") === new URL(signIn.publicUrl()).origin;
}

function refuseElsewhere(context: PageContext): Response | Promise<Response> {
  return context.html(
    page("Refused", html`<p>That form was filled in elsewhere. Open the page here and try again.`),
    403,
  );
}
