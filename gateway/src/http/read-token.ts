import type { IncomingHttpHeaders } from "node:http";

const TOKEN = /^[A-Za-z0-9_-]{43,128}$/;

/**
 * The execution token of a request, wherever the client's protocol puts it: Bearer, the key headers of the LLM
 * providers, or the password of Basic (git). Null when there is none or it can't be one.
 */
export function readToken(headers: IncomingHttpHeaders): string | null {
  const candidates = [fromAuthorization(headers.authorization), headers["x-api-key"], headers["x-goog-api-key"]];
  const found = candidates.filter(
    (candidate): candidate is string => typeof candidate === "string" && TOKEN.test(candidate),
  );
  // Two different tokens in one request: which one counts would be a guess.
  return new Set(found).size === 1 ? (found[0] as string) : null;
}

/** The execution token of a CONNECT: the password of Basic, or Bearer, of the header that is meant for proxies. */
export function readProxyToken(headers: IncomingHttpHeaders): string | null {
  const found = fromAuthorization(headers["proxy-authorization"]);
  return found !== undefined && TOKEN.test(found) ? found : null;
}

function fromAuthorization(header: string | undefined): string | undefined {
  const [scheme = "", value = "", ...more] = header?.split(" ") ?? [];
  if (more.length > 0) {
    return undefined;
  }
  if (scheme.toLowerCase() === "bearer") {
    return value;
  }
  if (scheme.toLowerCase() !== "basic") {
    return undefined;
  }
  const pair = Buffer.from(value, "base64").toString("utf8");
  return pair.slice(pair.indexOf(":") + 1);
}
