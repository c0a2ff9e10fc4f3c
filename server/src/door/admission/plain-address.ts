import { isIP } from "node:net";

/** The groups of an address of IPv6. */
const GROUPS = 8;
const NETWORK_GROUPS = 4;
/** What IPv4 is mapped into: `::ffff:0:0/96`. */
const MAPPED = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/;

/** One spelling of each address, without the zone, and IPv4 as such, which sockets for both show as `::ffff:192.0.2.1`. */
export function plainAddress(address: string): string {
  if (isIP(address) !== 6) {
    return address;
  }
  const [withoutZone = ""] = address.split("%");
  const plain = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1);
  const [, high, low] = MAPPED.exec(plain) ?? [];
  return high === undefined || low === undefined ? plain : `${bytesOf(high)}.${bytesOf(low)}`;
}

/** Who is one client: an address of IPv4; of IPv6 whoever has one address has all of its network. */
export function clientNetwork(address: string): string {
  const plain = plainAddress(address);
  if (isIP(plain) !== 6) {
    return plain;
  }
  const [before = [], after = []] = plain
    .split("::")
    .map((groups) => groups.split(":").filter((group) => group !== ""));
  const zeros = Array<string>(GROUPS - before.length - after.length).fill("0");
  const network = [...before, ...zeros, ...after].slice(0, NETWORK_GROUPS).join(":");
  return new URL(`http://[${network}::]`).hostname.slice(1, -1);
}

function bytesOf(group: string): string {
  const value = Number.parseInt(group, 16);
  return `${value >> 8}.${value & 0xff}`;
}
