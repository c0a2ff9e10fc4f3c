/** The header `Link` of a page that isn't the last, as RFC 8288 has it; null: it is no such page. */
export function linkOfNext(url: string, answered: unknown): string | null {
  const { nextCursor } = (answered ?? {}) as { nextCursor?: unknown };
  if (typeof nextCursor !== "string") {
    return null;
  }
  const { pathname, searchParams } = new URL(url);
  searchParams.set("cursor", nextCursor);
  // Where the client asked is where it asks on, whatever the server is called there.
  return `<${pathname}?${searchParams}>; rel="next"`;
}
