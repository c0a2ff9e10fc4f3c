import type { Door } from "../contract/doors.ts";
import { BASE_PATH } from "../contract/route.ts";
import type { ApiRequest } from "./transport.ts";

/** The parts of a request as a caller says them. */
export interface Parts {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  headers?: Record<string, unknown>;
  body?: unknown;
}

/** Parameters become parts of the path and can't become more than one; lists in a query are said once for each item. */
export function buildRequest({ method, path }: Door, parts: Parts, signal: AbortSignal | null): ApiRequest {
  const place = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parts.params?.[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts.query ?? {})) {
    for (const one of [value].flat().filter((each) => each !== undefined)) {
      query.append(name, String(one));
    }
  }
  const headers = Object.entries(parts.headers ?? {}).filter(([, value]) => value !== undefined);
  return {
    method: method.toUpperCase(),
    path: `${BASE_PATH}${place}${query.size === 0 ? "" : `?${query}`}`,
    headers: {
      ...Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
      ...(parts.body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: parts.body === undefined ? null : JSON.stringify(parts.body),
    signal,
  };
}
