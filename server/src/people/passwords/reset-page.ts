import { hashOfReset, resetPassword } from "@catalyst/core";
import { html } from "hono/html";
import type { ServerDeps } from "../../server-deps.ts";
import { formOf, type PageContext } from "../pages/ask.ts";
import { page, problemOf } from "../pages/page.ts";
import { nextField } from "./change-password-page.ts";
import { openHashing } from "./hashing.ts";

const TITLE = "Another password";

/** Looking at the page uses nothing up: programs look at links that they are shown. */
export async function showReset(context: PageContext, deps: ServerDeps): Promise<Response> {
  const token = context.req.query("token") ?? "";
  const person = await deps.passwords.findReset(hashOfReset(token));
  return person === null
    ? context.html(
        page(TITLE, html`<p>That link was used or has expired. Ask whoever runs the server for another.`),
        404,
      )
    : context.html(
        page(
          TITLE,
          html`<p>For ${person.login}. Wherever you are signed in, you won't be any more.
<form method="post" action="/sign-in/reset"><input type="hidden" name="token" value="${token}">
<input type="hidden" name="username" autocomplete="username" value="${person.login}">
<p>${nextField("A password")}
<p><button>Set the password</button></form>`,
        ),
      );
}

export async function answerReset(context: PageContext, deps: ServerDeps): Promise<Response> {
  const { token = "", password: next = "" } = await formOf(context);
  const done = await resetPassword({ token, next }, { ...deps, hashing: await openHashing(deps) }).catch(problemOf);
  return typeof done === "string"
    ? context.html(page(TITLE, html`<p role="alert">${done}`), 400)
    : context.html(page(TITLE, html`<p>It is set. <a href="/sign-in">Sign in as ${done.login}</a>`));
}
