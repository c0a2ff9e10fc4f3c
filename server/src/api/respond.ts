import { BASE_PATH, type Route } from "@catalyst/api";
import type { Context } from "hono";
import { linkOfNext } from "../http/link-of-next.ts";
import { tagOf, tagsInclude } from "../http/tag.ts";

/**
 * Answers with what a handler made. A list says where its next page is, what was made where it is found, and what is looked at by
 * which tag: to whoever has that already nothing is sent.
 */
export function respond(context: Context, { method, response }: Route, answered: unknown): Response {
  const { schema, status, location } = response;
  if (schema === undefined) {
    return context.body(null, status as 204);
  }
  const next = linkOfNext(context.req.url, answered);
  if (next !== null) {
    context.header("link", next);
  }
  if (location !== undefined) {
    context.header("location", fillIn(location, answered as Record<string, unknown>));
  }
  const body = JSON.stringify(answered);
  if (method === "get") {
    const tag = tagOf(body);
    context.header("etag", tag);
    if (tagsInclude(context.req.header("if-none-match"), tag)) {
      return context.body(null, 304);
    }
  }
  return context.body(body, status as 200, { "content-type": "application/json" });
}

function fillIn(place: string, answered: Record<string, unknown>): string {
  return BASE_PATH + place.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(answered[name])));
}
