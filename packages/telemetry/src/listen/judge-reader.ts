import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import type { MetricsAddress } from "@catalyst/core";

/**
 * Who asks: whoever says the token is known, and so is this machine where there is none. Others are told of health alone, and
 * nobody else is who asks by a name: a page whose name somebody points here would read with it what this network is told.
 */
export function judgeReader(
  { authorization = "", host = "" }: IncomingHttpHeaders,
  { host: listensOn, token }: MetricsAddress,
): "known" | "unknown" | "elsewhere" {
  if (token !== undefined && isSame(authorization, `Bearer ${token}`)) {
    return "known";
  }
  const name = nameOf(host);
  if (isOfThisMachine(listensOn) ? !isOfThisMachine(name) : isIP(name) === 0 && name !== "localhost") {
    return "elsewhere";
  }
  return token === undefined ? "known" : "unknown";
}

export function isOfThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function nameOf(header: string): string {
  return header.replace(/:\d+$/, "").replace(/^\[(.+)\]$/, "$1");
}

/** Takes as long whatever is said. */
function isSame(said: string, expected: string): boolean {
  const [a, b] = [said, expected].map((text) => createHash("sha256").update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(a, b);
}
