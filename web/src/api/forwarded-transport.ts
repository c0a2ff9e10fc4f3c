import type { Transport } from "@catalyst/api";
import { headers } from "next/headers";
import { serverUrl } from "../config.ts";

/** What of a page's request goes along: who asks, how they call the server, and by which the server knows from where. */
const CARRIED = ["cookie", "host", "x-forwarded-by"] as const;

/** Asks the server as whoever asked for the page, from where they did: it answers them what it would answer their browser. */
export function forwardedTransport(): Transport {
  return async ({ method, path, headers: said, body, signal }) => {
    const page = await headers();
    const carried = CARRIED.flatMap((name) => {
      const value = page.get(name);
      return value === null ? [] : [[name, value]];
    });
    const scheme = page.get("x-forwarded-proto") ?? "http";
    const response = await fetch(new URL(path, serverUrl()), {
      method,
      headers: { ...said, ...Object.fromEntries(carried), origin: `${scheme}://${page.get("host")}` },
      body,
      signal,
      // A session isn't carried to another place, and one person's answer isn't another's.
      redirect: "error",
      cache: "no-store",
    });
    return {
      status: response.status,
      contentType: (response.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "",
      tag: response.headers.get("etag"),
      body: response.body ?? nothing(),
    };
  };
}

async function* nothing(): AsyncIterable<Uint8Array> {
  // An answer without a body.
}
