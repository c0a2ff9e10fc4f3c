import fc from "fast-check";
import { expect, test } from "vitest";
import { addressKind } from "./address-kind.ts";

/** One address, its first and its last, of each block of IANA's registries and of what clouds keep for themselves. */
const SPECIAL = [
  ...["0.0.0.0", "0.255.255.255", "169.254.0.1", "169.254.169.254", "192.0.0.192", "192.0.2.1", "192.31.196.1"],
  ...["192.52.193.1", "192.88.99.1", "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1"],
  ...["224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16", "100.100.100.200"],
  ...["::", "::127.0.0.1", "::ffff:0:1.2.3.4", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "100:0:0:1::1"],
  ...["2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1"],
  ...["2002:7f00:1::", "2002:101:101::", "2620:4f:8000::1", "3fff::1", "5f00::1", "fe80::1", "fec0::1", "ff02::1"],
  ...["4000::1", "fd00:ec2::254", "fd20:ce::254", "fd00:c1::a9fe:a9fe", "fd00:42::42"],
];

test.each(SPECIAL)("%s is special", (address) => {
  expect(addressKind(address)).toBe("special");
});

test.each(["10.1.2.3", "100.64.0.1", "127.0.0.1", "172.31.255.255", "192.168.0.1", "::1", "fd12:3456::1"])(
  "%s is private",
  (address) => {
    expect(addressKind(address)).toBe("private");
  },
);

test.each(["1.1.1.1", "160.79.104.10", "168.63.129.15", "172.32.0.1", "2606:4700::1111", "2001:4860:4860::8888"])(
  "%s is public",
  (address) => {
    expect(addressKind(address)).toBe("public");
  },
);

test("an IPv4 address in IPv6 form is public only where it is so itself, and only when it is mapped", () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(addressKind(`::ffff:${address}`)).toBe(addressKind(address));
      expect(addressKind(`64:ff9b::${address}`)).toBe("special");
      expect(addressKind(`::${address}`)).not.toBe("public");
    }),
  );
});

test.each(["", "localhost", "0x7f.1", "2130706433", "1.1.1.1:80", "fe80::1%eth0", "2606:4700::1111%lo", "[::1]"])(
  'what isn\'t a plain address ("%s") is special',
  (text) => {
    expect(addressKind(text)).toBe("special");
  },
);
