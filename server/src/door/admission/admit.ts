import type { IncomingMessage } from "node:http";
import type { Refusal } from "../../http/problem-of.ts";
import type { PublicAddress } from "../listen/public-address.ts";
import { changeHeaders } from "./change-headers.ts";
import { findTwice } from "./find-twice.ts";
import { clientAddress, type TrustedProxies } from "./trusted-proxies.ts";
import { VOUCHED_HEADER, type VouchedAddresses } from "./vouched-addresses.ts";

/** What only whoever stands at the door may say: who asked it, by which name, and what a page may load. */
const OURS = /^(forwarded|x-forwarded-.+|x-real-ip|x-nonce|x-middleware-.+|content-security-policy(-report-only)?)$/;
const OTHER_PATH = /(^|\/)(\.|%2e){1,2}(\/|$)|\\|%5c/i;
const MAX_HEADERS = 100;
const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

export interface Admission {
  address: PublicAddress;
  proxies: TrustedProxies;
  /** By which the web says for whom it asks. */
  vouched: VouchedAddresses;
  maxBodyBytes: number;
}

/** `host`: what the client called the server by. */
export type Admitted = { refusal: Refusal } | { refusal: null; host: string };

/**
 * Whether a request may be looked at: it can be read in one way only, it means this server, and no other site made a browser send it.
 * Afterwards its headers say by whom and where it was asked, as is true: `x-forwarded-for` is one address, `host` the public one.
 */
export function admit(request: IncomingMessage, { address, proxies, vouched, maxBodyBytes }: Admission): Admitted {
  const peer = request.socket.remoteAddress ?? "";
  const host = readHost(request, { scheme: address.isHttps ? "https" : "http", isByProxy: proxies.has(peer) });
  const refusal =
    refuseSize(request, maxBodyBytes) ??
    refuseAmbiguous(request) ??
    refuseHost(host, address) ??
    refuseSite(request, address);
  if (refusal !== null) {
    return { refusal };
  }
  const client =
    vouched.read(request.headers[VOUCHED_HEADER] as string | undefined) ??
    clientAddress(peer, request.headers["x-forwarded-for"] as string | undefined, proxies);
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

/** What says itself that it is more than anything here takes. A body that doesn't say its length is counted as it is read. */
function refuseSize({ headers, rawHeaders }: IncomingMessage, maxBodyBytes: number): Refusal | null {
  if (rawHeaders.length > 2 * MAX_HEADERS) {
    return { code: "too_large", detail: `A request may have at most ${MAX_HEADERS} headers.` };
  }
  return Number(headers["content-length"] ?? 0) > maxBodyBytes
    ? { code: "too_large", detail: `A request's body may have at most ${maxBodyBytes} bytes.` }
    : null;
}

function refuseAmbiguous({ rawHeaders, url = "" }: IncomingMessage): Refusal | null {
  const twice = findTwice(rawHeaders);
  if (twice !== null) {
    return { code: "invalid_input", detail: `The header ${twice} stands twice. Send it once.` };
  }
  const path = url.split("?", 1)[0] ?? "";
  return !path.startsWith("/") || OTHER_PATH.test(path)
    ? { code: "invalid_input", detail: "The path can be understood as another one. Send it as it is meant." }
    : null;
}

/** Whoever owns a name can have it lead here, and read with the pages of that name what is answered. */
function refuseHost(host: string, address: PublicAddress): Refusal | null {
  return host === address.host || address.aliases.includes(host)
    ? null
    : { code: "invalid_input", detail: `This server isn't called that. Its address is ${address.origin}.` };
}

/** As a URL has it: in lower case, without the scheme's own port; empty: it is none. */
function readHost({ headers }: IncomingMessage, { scheme, isByProxy }: { scheme: string; isByProxy: boolean }): string {
  const forwarded = isByProxy ? headers["x-forwarded-host"] : undefined;
  const said = typeof forwarded === "string" ? forwarded : (headers.host ?? "");
  const url = `${scheme}://${said}`;
  return /^[A-Za-z0-9.:[\]-]+$/.test(said) && URL.canParse(url) ? new URL(url).host : "";
}

/** What changes something and comes from a page of another site; with a cookie, also what doesn't say whose page sent it. */
function refuseSite({ method = "", headers }: IncomingMessage, address: PublicAddress): Refusal | null {
  const { origin, cookie } = headers;
  const isElsewhere = origin === undefined ? cookie !== undefined : origin !== address.origin;
  return SAFE_METHODS.includes(method) || !isElsewhere
    ? null
    : { code: "forbidden", detail: `A page of another site sent this, or none: its origin is not ${address.origin}.` };
}
