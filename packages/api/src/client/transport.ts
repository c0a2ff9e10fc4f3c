export interface ApiRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body: string | null;
  signal: AbortSignal | null;
}

export interface ApiResponse {
  status: number;
  /** Lower case, without parameters; empty where nothing is said. */
  contentType: string;
  /** By which what was looked at is named; null or absent: it has no name. */
  tag?: string | null;
  body: AsyncIterable<Uint8Array>;
}

/** Carries one request to a server. Rejects when none answers. */
export type Transport = (request: ApiRequest) => Promise<ApiResponse>;

/** Over https, or http on one machine, with a token where the server wants one. */
export function fetchTransport({ url, token }: { url: string; token: string | null }): Transport {
  const origin = new URL(url).origin;
  return async ({ method, path, headers, body, signal }) => {
    const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(origin + path, {
      method,
      headers: { ...headers, ...authorization },
      body,
      signal,
      // A token isn't carried to another place.
      redirect: "error",
    });
    return {
      status: response.status,
      contentType: mediaTypeOf(response.headers.get("content-type")),
      tag: response.headers.get("etag"),
      body: response.body ?? nothing(),
    };
  };
}

export function mediaTypeOf(header: string | null | undefined): string {
  return (header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

async function* nothing(): AsyncIterable<Uint8Array> {
  // An answer without a body.
}
