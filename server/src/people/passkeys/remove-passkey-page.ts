import { removePasskey } from "@catalyst/core";
import { html } from "hono/html";
import type { ServerDeps } from "../../server-deps.ts";
import { formOf, type PageContext, personOf } from "../pages/ask.ts";
import { page, problemOf } from "../pages/page.ts";

export async function answerRemovePasskey(context: PageContext, deps: ServerDeps): Promise<Response> {
  const person = await personOf(context, deps);
  if (person === null) {
    return context.redirect("/sign-in", 303);
  }
  const { passkey: id = "" } = await formOf(context);
  const actor = { kind: "person", userId: person.id } as const;
  const problem = await removePasskey({ actor, id }, deps).then(() => null, problemOf);
  return problem === null
    ? context.redirect("/sign-in/done", 303)
    : context.html(page("Passkeys", html`<p role="alert">${problem}<p><a href="/sign-in/done">Back</a>`), 404);
}
