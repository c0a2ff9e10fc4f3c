import type { IncomingMessage } from "node:http";

/** Takes these away, those with such a beginning too, and then says others: in both forms in which Node shows headers. */
export function changeHeaders(
  request: IncomingMessage,
  { away, set }: { away: RegExp; set: Record<string, string> },
): void {
  const goes = (name: string) => away.test(name) || name in set;
  const raw: string[] = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const [name, value] = request.rawHeaders.slice(at, at + 2) as [string, string];
    if (goes(name.toLowerCase())) {
      delete request.headers[name.toLowerCase()];
    } else {
      raw.push(name, value);
    }
  }
  Object.assign(request.headers, set);
  request.rawHeaders = [...raw, ...Object.entries(set).flat()];
}
