import { BlockList, isIP } from "node:net";

/**
 * `public`: unicast on the internet. `private`: this machine or a network of its owner's. `special`: everything else, among
 * it the metadata services of clouds, which no name and no person has business with.
 */
export type AddressKind = "public" | "private" | "special";

/** IANA IPv4 Special-Purpose Address Registry, former multicast and class E included, also what it calls reachable (AS112, AMT). */
const SPECIAL_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  // Azure's metadata and agent service, at an address that is nobody else's on the internet.
  "168.63.129.16/32",
];

/** All unicast that IANA gives out; what lies outside (mapped, translated, unique local, link-local, SRv6 ...) is special. */
const GLOBAL_UNICAST_V6 = ["2000::/3"];
/** IANA IPv6 Special-Purpose Address Registry within it: protocols, Teredo and ORCHID, documentation, 6to4, AS112. */
const SPECIAL_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"];

/** Loopback, RFC 1918, shared address space (RFC 6598, overlay networks use it), unique local IPv6. */
const PRIVATE_V4 = ["10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const PRIVATE_V6 = ["::1/128", "fc00::/7"];
/** Metadata services within them: of Alibaba; over IPv6 of AWS, Google, Oracle and Scaleway. */
const METADATA_V4 = ["100.100.100.200/32"];
const METADATA_V6 = ["fd00:ec2::/32", "fd20:ce::/32", "fd00:c1::/32", "fd00:42::/32"];

const special = ranges(SPECIAL_V4, SPECIAL_V6);
const globalUnicast = ranges(["0.0.0.0/0"], GLOBAL_UNICAST_V6);
const privateNetworks = ranges(PRIVATE_V4, PRIVATE_V6);
const metadata = ranges(METADATA_V4, METADATA_V6);

/** What kind of address it is; what isn't an address is special. An IPv4 address mapped into IPv6 counts as itself. */
export function addressKind(address: string): AddressKind {
  // A zone ("%eth0") names a link of this machine.
  if (isIP(address) === 0 || address.includes("%")) {
    return "special";
  }
  const isIn = (list: BlockList) => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  if (isIn(globalUnicast) && !isIn(special)) {
    return "public";
  }
  return isIn(privateNetworks) && !isIn(metadata) ? "private" : "special";
}

function ranges(v4: readonly string[], v6: readonly string[]): BlockList {
  const list = new BlockList();
  for (const [ranges, family] of [
    [v4, "ipv4"],
    [v6, "ipv6"],
  ] as const) {
    for (const range of ranges) {
      const [network = "", prefix] = range.split("/");
      list.addSubnet(network, Number(prefix), family);
    }
  }
  return list;
}
