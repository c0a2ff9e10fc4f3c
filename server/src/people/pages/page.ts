import { CatalystError } from "@catalyst/core";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { html } from "hono/html";

type Html = ReturnType<typeof html>;

/** A whole page, without style. What is put into it is escaped. */
export function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Catalyst</title>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`;
}

/** Headers of every page. `formsTo`: where a form may lead beside here; `script`: the one file that may run. */
export function pageHeaders({ formsTo, script }: { formsTo: string | null; script: string }): Record<string, string> {
  const forms = formsTo === null ? "'self'" : `'self' ${formsTo}`;
  return {
    "content-security-policy": `default-src 'none'; script-src ${script}; connect-src 'self'; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`,
    "cache-control": "no-store",
    // Browsers say where a form comes from only to whom they tell the page's address.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
}

/** Refuses what is longer than any form of ours. */
export function formLimit(maxSize: number) {
  const onError = (context: Context) =>
    context.html(page("Too long", html`<p>A form may have at most ${maxSize} bytes. Go back and send less.`), 413);
  return bodyLimit({ maxSize, onError });
}

/** The words of an error that is for whoever caused it. */
export function problemOf(error: unknown): string {
  if (error instanceof CatalystError) {
    return error.message;
  }
  throw error;
}

/** A path of this server, for wherever somebody is sent back to; anything else is the page after signing in. */
export function pathHere(text: unknown): string {
  return typeof text === "string" && /^\/sign-in(?:\/[a-z]+)?(?:\?[\w=&%.~-]*)?$/.test(text) ? text : "/sign-in/done";
}
