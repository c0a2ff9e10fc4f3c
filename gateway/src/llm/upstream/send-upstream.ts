import type { Dispatcher } from "undici";
import { Refusal } from "../../http/refusal.ts";
import type { OpenedCredential } from "../../keys/open-stored.ts";
import type { Dialect } from "../dialects/dialect.ts";
import type { Upstreams } from "./upstream.ts";

export interface UpstreamRequest {
  dialect: Dialect;
  opened: OpenedCredential;
  method: "GET" | "POST";
  /** Behind `/llm/<provider>`. */
  path: string;
  query: URLSearchParams;
  /** All but the key's. */
  headers: Record<string, string>;
  body?: Uint8Array | null;
  signal: AbortSignal;
}

/** Where a request goes: fixed by the provider or the credential, never by the request. Throws a Refusal when nothing says where. */
export function upstreamUrl({ dialect, opened, path, query }: UpstreamRequest): URL {
  const base = opened.secret.baseUrl ?? dialect.defaultBaseUrl;
  if (base === null) {
    throw new Refusal(
      "unavailable",
      "The credential has no base URL, and its provider has no usual one. Add it again with its address.",
    );
  }
  const url = new URL(base);
  url.pathname = dialect.upstreamPath(url.pathname.replace(/\/+$/, ""), path);
  url.search = query.toString();
  url.hash = "";
  return url;
}

/** Sends a request with the real key to the one place where it may go. Throws when that is forbidden or doesn't answer. */
export async function sendUpstream(request: UpstreamRequest, upstreams: Upstreams): Promise<Dispatcher.ResponseData> {
  const { dialect, opened, method, headers, body = null, signal } = request;
  const { key } = opened.secret;
  const accountId = opened.tokens?.accountId ?? null;
  const url = upstreamUrl(request);
  return upstreams.to(url, opened.credential).request({
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers: { ...headers, ...(key === "" ? {} : dialect.authorize({ key, accountId }, headers)) },
    body,
    signal,
  });
}
