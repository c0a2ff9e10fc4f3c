import { endSignedIn } from "@catalyst/core";
import { html } from "hono/html";
import type { ServerDeps } from "../../server-deps.ts";
import { DONE_PATH } from "../pages-path.ts";
import { passkeyForms } from "../passkeys/passkey-forms.ts";
import { passwordForm } from "../passwords/change-password-page.ts";
import { askAs, type PageContext, personOf, sendOn } from "./ask.ts";
import { page } from "./page.ts";

/** Whoever is signed in, and how they are next time. */
export async function showAccount(context: PageContext, deps: ServerDeps): Promise<Response> {
  const person = await personOf(context, deps);
  if (person === null) {
    return context.redirect("/sign-in", 303);
  }
  const hasOne = (await deps.passwords.find(person.id)) !== null;
  return context.html(
    page(
      "You are signed in",
      html`<p>As ${person.name} (${person.login}).
${deps.signIn.landing() === DONE_PATH ? "" : html`<p><a href="${deps.signIn.landing()}">To your agent tasks</a>`}
${passwordForm({ hasOne })}
${passkeyForms(await deps.passkeys.list(person.id), person.login)}
${deps.signIn.github === null ? "" : linkForm()}
<form method="post" action="/sign-in/out"><button>Sign out</button></form>`,
    ),
  );
}

function linkForm() {
  return html`<form method="post" action="/sign-in/link"><button>Sign in with your account at GitHub from now on</button></form>`;
}

/** What is followed by this session ends with it. */
export async function signOut(context: PageContext, deps: ServerDeps): Promise<Response> {
  const person = await personOf(context, deps);
  if (person !== null) {
    const actor = { kind: "person", userId: person.id } as const;
    await endSignedIn({ actor, id: person.sessionId }, deps);
  }
  const response = await askAs({ context, path: "/sign-out", body: {} }, deps);
  return sendOn(context, { to: "/sign-in", cookies: response });
}
