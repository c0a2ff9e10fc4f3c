import { changePassword, MAX_PASSWORD, MIN_PASSWORD, type PasswordChange } from "@catalyst/core";
import { html } from "hono/html";
import type { ServerDeps } from "../../server-deps.ts";
import { formOf, type PageContext, personOf } from "../pages/ask.ts";
import { page, problemOf } from "../pages/page.ts";
import { openHashing } from "./hashing.ts";

/** `hasOne`: whoever sends it must know the present one. */
export function passwordForm({ hasOne }: { hasOne: boolean }) {
  const present = html`<p><label>Your password now
<input name="present" type="password" autocomplete="current-password" required maxlength="${MAX_PASSWORD}"></label>`;
  return html`<form method="post" action="/sign-in/password">
${hasOne ? present : ""}
<p>${nextField(hasOne ? "Another one" : "A password for next time")}
<p><button>${hasOne ? "Change the password" : "Set the password"}</button></form>`;
}

export function nextField(label: string) {
  return html`<label>${label}, of ${MIN_PASSWORD} characters or more
<input name="password" type="password" autocomplete="new-password" required minlength="${MIN_PASSWORD}" maxlength="${MAX_PASSWORD}"></label>`;
}

/** Changes it, and ends wherever else they are signed in. */
export async function answerPassword(context: PageContext, deps: ServerDeps): Promise<Response> {
  const person = await personOf(context, deps);
  if (person === null) {
    return context.redirect("/sign-in", 303);
  }
  const { present = null, password: next = "" } = await formOf(context);
  const input = { userId: person.id, sessionId: person.sessionId, present, next };
  const change = await changePassword(input, { ...deps, hashing: await openHashing(deps) }).catch(problemOf);
  const { words, status } = typeof change === "string" ? { words: change, status: 400 as const } : wordsOf(change);
  if (typeof change !== "string" && change.kind === "wait") {
    context.header("retry-after", String(change.waitSeconds));
  }
  return context.html(page("Password", html`<p>${words}<p><a href="/sign-in/done">Back</a>`), status);
}

function wordsOf(change: PasswordChange): { words: string; status: 200 | 400 | 429 } {
  switch (change.kind) {
    case "changed":
      return { words: "It is set. Wherever else you were signed in, you aren't any more.", status: 200 };
    case "wrong":
      return { words: "Your present password is another one. Nothing was changed.", status: 400 };
    case "wait":
      return { words: `Too many tries. Wait ${change.waitSeconds} seconds.`, status: 429 };
  }
}
