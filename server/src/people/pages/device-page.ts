import { html } from "hono/html";
import type { ServerDeps } from "../../server-deps.ts";
import { askAs, formOf, type PageContext, passOnRefusal, personOf, reasonOf } from "./ask.ts";
import { page } from "./page.ts";

const CODE = /^[A-Za-z0-9-]{1,20}$/;

/** What asks to be signed in, for whoever is to decide it. */
export async function showDevice(context: PageContext, deps: ServerDeps): Promise<Response> {
  const code = context.req.query("user_code") ?? "";
  const person = await personOf(context, deps);
  if (person === null) {
    const next = CODE.test(code) ? `/sign-in/device?user_code=${code}` : "/sign-in/device";
    return context.redirect(`/sign-in?next=${encodeURIComponent(next)}`, 303);
  }
  if (!CODE.test(code)) {
    return context.html(askForCode());
  }
  const response = await askAs({ context, path: `/device?user_code=${code}` }, deps);
  const asked = response.ok
    ? ((await response.json()) as { status: string; scope?: string; client_id?: string })
    : null;
  if (asked?.status !== "pending" || asked.client_id === undefined) {
    return context.html(
      page("Sign in a command line", html`<p>Nothing asks with that code any more. Begin anew where it came from.`),
      404,
    );
  }
  return context.html(askForDecision({ code, host: asked.scope || "a machine without a name", person: person.login }));
}

function askForCode() {
  return page(
    "Sign in a command line",
    html`<form method="get" action="/sign-in/device">
<p><label>The code that it shows <input name="user_code" required maxlength="20" autocomplete="off"></label>
<button class="first">Go on</button></form>`,
  );
}

function askForDecision({ code, host, person }: { code: string; host: string; person: string }) {
  return page(
    "Sign in a command line",
    html`<p>A command line that calls its machine <strong>${host}</strong> asks to work as <strong>${person}</strong>, with all that you may.
<p>It shows this code: <strong>${code}</strong>
<p>Approve only what you began yourself, just now, at that machine. Somebody who sent you here, or to whom you would read out the code, would be signed in as you.
<form method="post" action="/sign-in/device">
<input type="hidden" name="user_code" value="${code}">
<button class="first" name="decision" value="approve">Approve</button>
<button name="decision" value="deny">Deny</button>
</form>`,
  );
}

export async function decideDevice(context: PageContext, deps: ServerDeps): Promise<Response> {
  const { user_code: userCode = "", decision } = await formOf(context);
  const path = decision === "approve" ? "/device/approve" : "/device/deny";
  const response = await askAs({ context, path, body: { userCode } }, deps);
  const done = decision === "approve" ? "Approved. The command line goes on by itself." : "Denied.";
  passOnRefusal(context, response);
  return context.html(page("Sign in a command line", html`<p>${response.ok ? done : await reasonOf(response)}`));
}
