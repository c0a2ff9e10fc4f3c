import { type ApiClient, createOwnClient, type Transport } from "@catalyst/api/own";

/** From a page to the server that it came from, which knows by the cookie who looks. */
const transport: Transport = async ({ method, path, headers, body, signal }) => {
  const response = await fetch(path, { method, headers, body, signal, redirect: "error", cache: "no-store" });
  return {
    status: response.status,
    contentType: (response.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "",
    body: chunksOf(response.body),
  };
};

/** Not every browser goes through a stream by itself. */
async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncIterable<Uint8Array> {
  const reader = body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    yield value;
  }
}

let client: ApiClient | null = null;

/** The API as whoever looks at this page may use it. Answers come from whoever made the page, and are taken as the contract has them. */
export function browserClient(): ApiClient {
  client ??= createOwnClient(transport);
  return client;
}
