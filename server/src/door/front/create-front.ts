import type { RequestListener } from "node:http";
import { createWebProxy, type WebProxyDeps } from "./proxy-to-web.ts";
import { showWaitingPage } from "./waiting-page.ts";
import type { WebPlace } from "./web-place.ts";

const NOTHING = { code: "not_found", detail: "There is nothing here but /api." } as const;

/** Answers everything that isn't the server's own: the web, or a page to wait with as long as that isn't there. */
export function createFront(web: WebPlace | null, deps: WebProxyDeps): RequestListener {
  return web === null ? (request, response) => showWaitingPage(request, response, NOTHING) : createWebProxy(web, deps);
}
