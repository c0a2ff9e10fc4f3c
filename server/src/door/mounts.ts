import type { RequestListener } from "node:http";
import { BASE_PATH } from "@catalyst/api";
import { MAX_DELIVERY_BYTES } from "@catalyst/core/forge";
import { UNSUBSCRIBE_PATH } from "@catalyst/core/notification";
import { answerWebhook, WEBHOOK_PATH } from "../github/answer-webhook.ts";
import { createRequestHandler, type RequestHandlerDeps } from "../handle-request.ts";
import { answerMcp, MCP_PATH } from "../mcp/answer-mcp.ts";
import type { MakeFactory } from "../mcp/exchange.ts";
import { answerUnsubscribe } from "../notifications/unsubscribe/answer-unsubscribe.ts";
import { answerLibrary } from "../people/answer-library.ts";
import { AUTH_PATH } from "../people/auth-path.ts";
import { answerPages } from "../people/pages/answer-pages.ts";
import { PAGES_PATH } from "../people/pages-path.ts";
import type { ServerDeps } from "../server-deps.ts";
import { askPeople } from "../who/ask-people.ts";
import type { PublicAddress } from "./listen/public-address.ts";

export interface Mount {
  /** It answers at this path, and at all below it. Below `/api` is data; what isn't may be a page. */
  path: `/${string}`;
  /** What a request's body may have at most; left out: as everywhere. */
  maxBodyBytes?: number;
  handle: RequestListener;
}

export interface MountDeps
  extends ServerDeps,
    Pick<RequestHandlerDeps, "app" | "streams" | "held" | "rightWatch" | "limitKey"> {
  /** How the server is called from outside. */
  address: PublicAddress;
  /** Whether a web answers what isn't mounted. */
  hasWeb: boolean;
  /** Aborts when the server is about to stop. */
  closing: AbortSignal;
  /** What clients of MCP are served; left out: the tools. */
  makeFactory?: MakeFactory;
}

/** All that the port answers itself. What else is below `/api` is nothing, and everything else the web's. */
export function createMounts(deps: MountDeps): Mount[] {
  deps.signIn.open(deps.address.origin, deps);
  const whoAsks = askPeople(deps);
  return [
    { path: BASE_PATH, handle: createRequestHandler({ ...deps, whoAsks }) },
    { path: MCP_PATH, handle: answerMcp({ ...deps, whoAsks }, deps.makeFactory) },
    { path: WEBHOOK_PATH, maxBodyBytes: MAX_DELIVERY_BYTES, handle: answerWebhook(deps) },
    { path: AUTH_PATH, handle: answerLibrary(deps) },
    { path: UNSUBSCRIBE_PATH, handle: answerUnsubscribe(deps) },
    { path: PAGES_PATH, handle: answerPages(deps) },
  ];
}
