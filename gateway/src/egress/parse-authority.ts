import { isHostName } from "@catalyst/core";
import { Refusal } from "../http/refusal.ts";

/** Where a tunnel is to lead, in its only accepted spelling: what is checked is what is dialled. */
export interface Authority {
  name: string;
  port: number;
}

const AUTHORITY = /^([^:]{1,253}):([1-9][0-9]{0,4})$/;

/**
 * Reads the target of CONNECT. Every host that may be reached can be written as a plain lower-case name with a port, so all
 * else (addresses in any spelling, user names, final dots, percent-encoding, letters beyond ASCII) is refused, not mended.
 */
export function parseAuthority(raw: string): Authority {
  const [, name = "", port = ""] = AUTHORITY.exec(raw) ?? [];
  if (!isHostName(name) || Number(port) > 65535) {
    throw new Refusal(
      "forbidden",
      "Connections are opened to a host by its plain name and port (registry.npmjs.org:443), never to an address.",
      { blockedAction: `CONNECT ${raw.slice(0, 200)}` },
    );
  }
  return { name, port: Number(port) };
}
