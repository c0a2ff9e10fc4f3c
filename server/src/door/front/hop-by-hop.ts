/** What is said between two neighbours alone (RFC 9110, 7.6.1). */
const NEIGHBOURS = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** What the door says, and what a request can't be understood without: nobody has that taken away by naming it. */
const KEPT = /^(x-nonce|x-forwarded-.+|x-request-id|content-.+|cookie|host|origin|authorization)$/;

/** Headers, as names and values in turn, without those that are for the neighbour alone, and without `away`. */
export function passedOn(rawHeaders: readonly string[], away: readonly string[] = []): string[] {
  const gone = new Set([...NEIGHBOURS, ...away, ...namedByConnection(rawHeaders)]);
  const passed: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name, value] = rawHeaders.slice(at, at + 2) as [string, string];
    if (!gone.has(name.toLowerCase())) {
      passed.push(name, value);
    }
  }
  return passed;
}

function namedByConnection(rawHeaders: readonly string[]): string[] {
  return rawHeaders
    .filter((_value, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === "connection")
    .flatMap((value) => value.toLowerCase().split(","))
    .map((name) => name.trim())
    .filter((name) => !KEPT.test(name));
}
