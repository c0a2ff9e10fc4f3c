import { Refusal } from "./refusal.ts";

/** A request target in its only accepted spelling: what is checked is what is sent on. */
export interface Target {
  /** Starts with `/`, has no empty, `.` or `..` segment and no percent-encoding. */
  path: string;
  query: ReadonlyMap<string, string>;
}

const MAX_LENGTH = 4096;
const PATH = /^\/(?:[A-Za-z0-9\-._~:@]+(?:\/[A-Za-z0-9\-._~:@]+)*)?$/;

/**
 * Reads the request line's target. Every path that may be asked for can be written in plain characters, so every
 * other spelling (percent-encoding, `//`, dot segments, absolute form, backslashes) is refused instead of normalised.
 */
export function parseTarget(raw: string): Target {
  if (/^https?:\/\//i.test(raw)) {
    throw new Refusal(
      "invalid_request",
      "Plain http is not let through: hosts that are allowed are reached by https, through CONNECT.",
    );
  }
  const [path = "", query = "", ...more] = raw.split("?");
  const segments = path.split("/");
  const isPlain = raw.length <= MAX_LENGTH && more.length === 0 && PATH.test(path);
  if (!isPlain || segments.includes(".") || segments.includes("..")) {
    throw new Refusal(
      "invalid_request",
      "The request's path is not in plain form: no percent-encoding, empty or dot segments, or absolute URLs.",
      {
        blockedAction: "request with an odd path",
      },
    );
  }
  return { path, query: parseQuery(query) };
}

function parseQuery(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    if (values.has(name)) {
      throw new Refusal("invalid_request", "The request names a query parameter twice.", {
        blockedAction: "request with a repeated query parameter",
      });
    }
    values.set(name, value);
  }
  return values;
}
