/** Of two of these nobody knows which one counts: whoever stands before this server may take the other one. */
const ONCE = new Set([
  "authorization",
  "content-length",
  "content-type",
  "host",
  "idempotency-key",
  "if-match",
  "if-none-match",
  "last-event-id",
  "origin",
  "transfer-encoding",
  "x-forwarded-host",
  "x-request-id",
]);

/** A header that stands twice and may not; null: there is none. */
export function findTwice(rawHeaders: readonly string[]): string | null {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] as string).toLowerCase();
    if (ONCE.has(name) && seen.has(name)) {
      return name;
    }
    seen.add(name);
  }
  return null;
}
