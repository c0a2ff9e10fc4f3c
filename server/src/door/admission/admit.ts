import type { IncomingMessage } from "node:http";
import type { Refusal } from "../../http/problem-of.ts";
import type { PublicAddress } from "../listen/public-address.ts";
import { changeHeaders } from "./change-headers.ts";
import { findTwice } from "./find-twice.ts";
import { clientAddress, type TrustedProxies } from "./trusted-proxies.ts";

/** What only whoever stands at the door may say: who asked it, by which name, and what a page may load. */
const OURS = /^(forwarded|x-forwarded-.+|x-real-ip|x-nonce|x-middleware-.+|content-security-policy(-report-only)?)$/;
const OTHER_PATH = /(^|\/)(\.|%2e){1,2}(\/|$)|\\|%5c/i;
const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

export interface Admission {
  address: PublicAddress;
  proxies: TrustedProxies;
}

/** `host`: what the client called the server by. */
export type Admitted = { refusal: Refusal } | { refusal: null; host: string };

/**
 * Whether a request may be looked at: it can be read in one way only, it means this server, and no other site made a browser send it.
 * Afterwards its headers say by whom and where it was asked, as is true: `x-forwarded-for` is one address, `host` the public one.
 */
export function admit(request: IncomingMessage, { address, proxies }: Admission): Admitted {
  const { method = "", headers } = request;
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  const twice = findTwice(request.rawHeaders);
  if (twice !== null) {
    return refuseAs("invalid_input", `The header ${twice} stands twice. Send it once.`);
  }
  if (!path.startsWith("/") || OTHER_PATH.test(path)) {
    return refuseAs("invalid_input", "The path can be understood as another one. Send it as it is meant.");
  }
  const peer = request.socket.remoteAddress ?? "";
  const host = readHost(request, { scheme: address.isHttps ? "https" : "http", isByProxy: proxies.has(peer) });
  if (host !== address.host && !address.aliases.includes(host)) {
    return refuseAs("invalid_input", `This server isn't called that. Its address is ${address.origin}.`);
  }
  if (!SAFE_METHODS.includes(method) && isOfAnotherSite(headers, address)) {
    return refuseAs(
      "forbidden",
      `A page of another site sent this, or one that doesn't say so: origin is not ${address.origin}.`,
    );
  }
  const client = clientAddress(peer, headers["x-forwarded-for"] as string | undefined, proxies);
  changeHeaders(request, {
    away: OURS,
    set: {
      host: address.host,
      "x-forwarded-for": client,
      "x-forwarded-host": address.host,
      "x-forwarded-proto": address.isHttps ? "https" : "http",
    },
  });
  return { refusal: null, host };
}

function refuseAs(code: "invalid_input" | "forbidden", detail: string): Admitted {
  return { refusal: { code, detail } };
}

/** As a URL has it: in lower case, without the scheme's own port; empty: it is none. */
function readHost({ headers }: IncomingMessage, { scheme, isByProxy }: { scheme: string; isByProxy: boolean }): string {
  const forwarded = isByProxy ? headers["x-forwarded-host"] : undefined;
  const said = typeof forwarded === "string" ? forwarded : (headers.host ?? "");
  const url = `${scheme}://${said}`;
  return /^[A-Za-z0-9.:[\]-]+$/.test(said) && URL.canParse(url) ? new URL(url).host : "";
}

/** What carries a cookie and doesn't say whose page sent it may be anybody's. */
function isOfAnotherSite({ origin, cookie }: IncomingMessage["headers"], address: PublicAddress): boolean {
  return origin === undefined ? cookie !== undefined : origin !== address.origin;
}
