import type { Door } from "../contract/doors.ts";
import { BASE_PATH } from "../contract/route.ts";
import { ApiError } from "./api-error.ts";
import type { ApiRequest } from "./transport.ts";

/** The parts of a request as a caller says them. */
export interface Parts {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  headers?: Record<string, unknown>;
  body?: unknown;
}

/** Parameters become parts of the path, one each, or are refused; lists in a query are said once for each item. */
export function buildRequest({ method, path }: Door, parts: Parts, signal: AbortSignal | null): ApiRequest {
  const place = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => partOfPath(name, parts.params?.[name]));
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

/** Where a way up, or nothing, stands in an address, it is another's address, however it is written. */
const NO_PARTS = ["", ".", ".."];

function partOfPath(name: string, value: unknown): string {
  const said = String(value ?? "");
  if (NO_PARTS.includes(said)) {
    throw new ApiError("invalid_input", `Asking for the ${name} "${said}" failed: nothing is called that.`);
  }
  return encodeURIComponent(said);
}
