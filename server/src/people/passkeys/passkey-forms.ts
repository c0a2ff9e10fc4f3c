import { readFileSync } from "node:fs";
import type { Passkey } from "@catalyst/core";
import { html } from "hono/html";
import { PAGES_PATH } from "../pages-path.ts";

/** Where browsers get the script of the two ceremonies, which is the only one of these pages. */
export const SCRIPT_PATH = `${PAGES_PATH}/passkeys.js`;

export function readScript(): string {
  return readFileSync(new URL("./browser/passkeys.js", import.meta.url), "utf8");
}

const script = () => html`<script type="module" src="${SCRIPT_PATH}"></script>`;

/** Hidden where there is no script, or nothing that passkeys can be on. */
export function signInByPasskeyForm(next: string) {
  return html`<form data-passkey="sign-in" hidden><input type="hidden" name="next" value="${next}">
<button>Sign in with a passkey</button> <span role="alert"></span></form>${script()}`;
}

/** Those that somebody has, and how to get another. */
export function passkeyForms(passkeys: readonly Passkey[], login: string) {
  return html`<h2>Passkeys</h2>
${passkeys.map(
  ({ id, name, createdAt }) => html`<form method="post" action="${PAGES_PATH}/passkeys/remove">
<input type="hidden" name="passkey" value="${id}">
${name ?? "A passkey"}, since ${createdAt.toISOString().slice(0, 10)} <button>Remove</button></form>`,
)}
<form data-passkey="register" data-login="${login}" hidden>
<label>What you call it <input name="name" maxlength="100" autocomplete="off"></label>
<button>Add a passkey</button> <span role="alert"></span></form>${script()}`;
}
