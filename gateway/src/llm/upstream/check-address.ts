import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { BlockList, type LookupFunction } from "node:net";

/** Addresses that a public name has no business with (IANA special-purpose registries, and IPv6 forms that carry an IPv4 address). */
const RESERVED_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
const RESERVED_V6 = [
  "::/96",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
];

const RESERVED = new BlockList();
for (const [ranges, family] of [
  [RESERVED_V4, "ipv4"],
  [RESERVED_V6, "ipv6"],
] as const) {
  for (const range of ranges) {
    const [network = "", prefix] = range.split("/");
    RESERVED.addSubnet(network, Number(prefix), family);
  }
}

/** Whether a provider may be dialled there. An IPv4 address mapped into IPv6 counts as that IPv4 address. */
export function isPublicAddress(address: string, family: number): boolean {
  return !RESERVED.check(address, family === 6 ? "ipv6" : "ipv4");
}

/** A name leads to an address that it has no business with. */
export class NotPublicError extends Error {
  override readonly name = "NotPublicError";
}

/**
 * Resolves names for dialling and fails when any of the addresses is not public. The check is on the very addresses that are
 * dialled, so that a name can't answer differently the second time.
 */
export function guardedLookup(resolve: typeof dnsLookup = dnsLookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, [], 0);
        return;
      }
      const found = addresses as LookupAddress[];
      const refused = found.find(({ address, family }) => !isPublicAddress(address, family));
      if (refused !== undefined || found.length === 0) {
        callback(
          new NotPublicError(`${hostname} resolves to ${refused?.address ?? "nothing"}, which is not a public address`),
          [],
          0,
        );
      } else if (options.all === true) {
        callback(null, found);
      } else {
        callback(null, (found[0] as LookupAddress).address, (found[0] as LookupAddress).family);
      }
    });
  };
}
