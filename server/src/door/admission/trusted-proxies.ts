import { BlockList, isIP } from "node:net";
import { z } from "zod";
import { plainAddress } from "./plain-address.ts";

const RULE = "must be addresses or networks, separated by commas, as 10.0.0.5,fd00::/8";
const MAX_HOPS = 20;

/** Whose word counts about who asked them. */
export interface TrustedProxies {
  has(address: string): boolean;
}

export const NO_PROXIES: TrustedProxies = { has: () => false };

export const TrustedProxies = z.string().transform((text, context): TrustedProxies => {
  const list = new BlockList();
  for (const entry of text.split(",").map((one) => one.trim())) {
    const [, address = "", bits] = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    const family = isIP(address);
    const width = family === 6 ? 128 : 32;
    if (family === 0 || Number(bits ?? width) > width) {
      context.addIssue(RULE);
      return z.NEVER;
    }
    list.addSubnet(address, Number(bits ?? width), family === 6 ? "ipv6" : "ipv4");
  }
  return {
    has(address) {
      const plain = plainAddress(address);
      return isIP(plain) !== 0 && list.check(plain, isIP(plain) === 6 ? "ipv6" : "ipv4");
    },
  };
});

/**
 * Whoever asked: the peer itself, or, as far as each next one is to be trusted, who they say asked them. `forwardedFor` ends with
 * whom the peer saw.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, proxies: TrustedProxies): string {
  const hops = (forwardedFor ?? "").split(",").slice(-MAX_HOPS);
  let client = plainAddress(peer);
  for (const hop of hops.toReversed()) {
    const said = plainAddress(hop.trim());
    if (!proxies.has(client) || isIP(said) === 0) {
      break;
    }
    client = said;
  }
  return client;
}
