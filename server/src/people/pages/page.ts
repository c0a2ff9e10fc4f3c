import { html } from "hono/html";

type Html = ReturnType<typeof html>;

/** A whole page, without script and style. What is put into it is escaped. */
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

/** Headers of every page. `formsTo`: where a form may lead beside here. */
export function pageHeaders(formsTo: string | null): Record<string, string> {
  const forms = formsTo === null ? "'self'" : `'self' ${formsTo}`;
  return {
    "content-security-policy": `default-src 'none'; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`,
    "cache-control": "no-store",
    // Browsers say where a form comes from only to whom they tell the page's address.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
}

/** A path of this server, for wherever somebody is sent back to; anything else is the page after signing in. */
export function pathHere(text: unknown): string {
  return typeof text === "string" && /^\/sign-in(?:\/[a-z]+)?(?:\?[\w=&%.~-]*)?$/.test(text) ? text : "/sign-in/done";
}
