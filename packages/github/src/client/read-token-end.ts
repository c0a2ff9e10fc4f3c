/** As GitHub writes it: `2026-12-31 10:00:00 UTC`, or with the hours that it is off from that. */
const WRITTEN = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) (?:UTC|([+-]\d{2}):?(\d{2}))$/;

/** When the token ends that something was asked with; null: GitHub doesn't say, as for one that has no end. */
export function readTokenEnd(headers: Record<string, unknown>): Date | null {
  const text = headers["github-authentication-token-expiration"];
  const [, day, time, hours, minutes] = WRITTEN.exec(typeof text === "string" ? text.slice(0, 100) : "") ?? [];
  const end = day === undefined ? null : new Date(`${day}T${time}${hours === undefined ? "Z" : `${hours}:${minutes}`}`);
  return end === null || Number.isNaN(end.getTime()) ? null : end;
}
