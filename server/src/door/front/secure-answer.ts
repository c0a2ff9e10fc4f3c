import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { changeHeaders } from "../admission/change-headers.ts";

const NONCE_BYTES = 18;
const YEAR_SECONDS = 31_536_000;

const ALWAYS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // Not less: where a page tells nobody its address, browsers tell us no origin either.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

const OF_DATA = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What any answer tells a browser to forbid; each may say otherwise for itself. */
export function secureAnswer(response: ServerResponse, { isHttps }: { isHttps: boolean }): void {
  for (const [name, value] of Object.entries(ALWAYS)) {
    response.setHeader(name, value);
  }
  response.setHeader("content-security-policy", OF_DATA);
  response.setHeader("cache-control", "no-store");
  if (isHttps) {
    response.setHeader("strict-transport-security", `max-age=${YEAR_SECONDS}`);
  }
}

export interface PageExchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Lets a page load what is ours, and run what carries this answer's nonce: it is the request's `x-nonce`, and in its
 * `content-security-policy`, where whoever makes the page looks for it. `formsTo`: the origin that its forms may lead to beside ours;
 * null: none.
 */
export function allowPage({ request, response }: PageExchange, formsTo: string | null): void {
  const nonce = randomBytes(NONCE_BYTES).toString("base64");
  const policy = pagePolicy(nonce, formsTo);
  changeHeaders(request, { away: /^$/, set: { "x-nonce": nonce, "content-security-policy": policy } });
  response.setHeader("content-security-policy", policy);
}

/** `style-src-attr`: style attributes that React renders. */
function pagePolicy(nonce: string, formsTo: string | null): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    formsTo === null ? "form-action 'self'" : `form-action 'self' ${formsTo}`,
    "frame-ancestors 'none'",
  ].join("; ");
}
