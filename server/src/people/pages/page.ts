import { readFileSync } from "node:fs";
import { CatalystError } from "@catalyst/core";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { html } from "hono/html";
import { PAGES_PATH } from "../pages-path.ts";

type Html = ReturnType<typeof html>;

/** What these pages look like: a file, as their policy allows nothing within them. */
export const STYLE_PATH = `${PAGES_PATH}/pages.css`;

export function readStyle(): string {
  return readFileSync(new URL("./pages.css", import.meta.url), "utf8");
}

/** A whole page. What is put into it is escaped. */
export function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Catalyst</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<main>
<p class="mark">Catalyst</p>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

interface PageNeeds {
  formsTo: string | null;
  script: string;
  style: string;
}

/** Headers of every page. `formsTo`: where a form may lead beside here; `script`, `style`: the one file that may run, and how it looks. */
export function pageHeaders({ formsTo, script, style }: PageNeeds): Record<string, string> {
  const forms = formsTo === null ? "'self'" : `'self' ${formsTo}`;
  return {
    "content-security-policy": `default-src 'none'; script-src ${script}; style-src ${style}; connect-src 'self'; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`,
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

/** As the library takes it: a path of this server that is read in one way only. */
const PATH_HERE = /^(?!\/\/)(?!.*\/\.{1,2}(?:[/?]|$))\/[\w\-.+/@]*(?:\?[\w\-.+/=&%@]*)?$/;
const MAX_PATH = 2000;

/** A path of this server, for wherever somebody is sent back to; anything else is `otherwise`. */
export function pathHere(text: unknown, otherwise: string): string {
  return typeof text === "string" && text.length <= MAX_PATH && PATH_HERE.test(text) ? text : otherwise;
}
