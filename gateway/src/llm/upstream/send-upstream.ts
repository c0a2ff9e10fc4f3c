import { checkAddress } from "@catalyst/machine";
import type { Dispatcher } from "undici";
import type { OpenedCredential } from "../../keys/open-stored.ts";
import type { Dialect } from "../dialects/dialect.ts";
import { locateUpstream, OF_THE_OWNER, type Upstreams } from "./upstream.ts";

export interface UpstreamRequest {
  dialect: Dialect;
  opened: Pick<OpenedCredential, "secret" | "tokens">;
  method: "GET" | "POST";
  /** Behind `/llm/<provider>`. */
  path: string;
  query: URLSearchParams;
  /** All but the key's. */
  headers: Record<string, string>;
  body?: Uint8Array | null;
  signal: AbortSignal;
}

/** Where a request goes. Throws a Refusal when nothing says where. */
export function upstreamUrl({ dialect, opened, path, query }: UpstreamRequest): { url: URL; isConfigured: boolean } {
  const { url, isConfigured } = locateUpstream(dialect, opened.secret, path);
  url.search = query.toString();
  return { url, isConfigured };
}

/** Sends a request with the real key to the one place where it may go. Throws when that is forbidden or doesn't answer. */
export async function sendUpstream(request: UpstreamRequest, upstreams: Upstreams): Promise<Dispatcher.ResponseData> {
  const { dialect, opened, method, headers, body = null, signal } = request;
  const { key } = opened.secret;
  const accountId = opened.tokens?.accountId ?? null;
  const { url, isConfigured } = upstreamUrl(request);
  checkAddress(url.hostname, OF_THE_OWNER);
  return (isConfigured ? upstreams.configured : upstreams.guarded).request({
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers: { ...headers, ...(key === "" ? {} : dialect.authorize({ key, accountId }, headers)) },
    body,
    signal,
  });
}
