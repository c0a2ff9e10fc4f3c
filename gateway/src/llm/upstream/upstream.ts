import type { CredentialSecret } from "@catalyst/core";
import { type AddressKind, guardedLookup } from "@catalyst/machine";
import { Agent, type Dispatcher } from "undici";
import { Refusal } from "../../http/refusal.ts";
import type { GatewayLimits } from "../../limits/gateway-limits.ts";
import type { Dialect } from "../dialects/dialect.ts";

const MAX_HEADER_BYTES = 32 * 1024;
/** Where base URLs may lead that whoever owns the credential has chosen: no model is a metadata service. */
export const OF_THE_OWNER: readonly AddressKind[] = ["public", "private"];

/** The connections to providers. Redirects are never followed: undici hands them over like any other answer. */
export interface Upstreams {
  /** For the providers' own hosts: public addresses only. */
  guarded: Dispatcher;
  /** For base URLs that whoever owns the credential has chosen: their own machine and network as well. */
  configured: Dispatcher;
  close(): Promise<void>;
}

export function createUpstreams(limits: GatewayLimits): Upstreams {
  const options = {
    headersTimeout: limits.upstreamFirstByteSeconds * 1000,
    bodyTimeout: limits.upstreamIdleSeconds * 1000,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const timeout = limits.upstreamConnectSeconds * 1000;
  const guarded = new Agent({ ...options, connect: { timeout, lookup: guardedLookup(["public"]) } });
  const configured = new Agent({ ...options, connect: { timeout, lookup: guardedLookup(OF_THE_OWNER) } });
  return {
    guarded,
    configured,
    close: async () => {
      await Promise.all([guarded.destroy(), configured.destroy()]);
    },
  };
}

/** Where a request goes: fixed by the provider or the credential, never by the request. */
export function locateUpstream(
  dialect: Dialect,
  secret: CredentialSecret,
  path: string,
): { url: URL; isConfigured: boolean } {
  const base = secret.baseUrl ?? dialect.defaultBaseUrl;
  if (base === null) {
    throw new Refusal(
      "unavailable",
      "The credential has no base URL, and its provider has no usual one. Add it again with its address.",
    );
  }
  const url = new URL(base);
  url.pathname = dialect.upstreamPath(url.pathname.replace(/\/+$/, ""), path);
  url.search = "";
  url.hash = "";
  return { url, isConfigured: secret.baseUrl !== null };
}
