import type { lookup } from "node:dns";
import { isIP } from "node:net";
import { expect, test } from "vitest";
import { guardedLookup, isPublicAddress } from "./check-address.ts";

test.each([
  "127.0.0.1",
  "10.1.2.3",
  "172.31.255.255",
  "192.168.0.1",
  "169.254.169.254",
  "100.100.100.200",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
])("%s is refused", (address) => {
  expect(isPublicAddress(address, 4)).toBe(false);
  expect(isPublicAddress(`::ffff:${address}`, 6)).toBe(false);
});

test.each([
  "::",
  "::1",
  "::127.0.0.1",
  "fe80::1",
  "fd00:ec2::254",
  "ff02::1",
  "64:ff9b::a9fe:a9fe",
  "2002:7f00:1::",
  "::ffff:7f00:1",
])("%s is refused", (address) => {
  expect(isPublicAddress(address, 6)).toBe(false);
});

test.each(["1.1.1.1", "160.79.104.10", "2606:4700::1111", "::ffff:1.1.1.1"])("%s is public", (address) => {
  expect(isPublicAddress(address, isIP(address))).toBe(true);
});

function resolveWith(addresses: string[]) {
  const resolve = (_name: string, _options: object, callback: (error: null, found: object[]) => void) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: isIP(address) })),
    );
  return guardedLookup(resolve as unknown as typeof lookup);
}

test("a name with one private address among public ones is not dialled", async () => {
  const result = await new Promise((settle) =>
    resolveWith(["1.1.1.1", "10.0.0.1"])("api.example", { all: true }, (error) => settle(error)),
  );
  expect(result).toMatchObject({ message: "api.example resolves to 10.0.0.1, which is not a public address" });
});

test("the addresses that were checked are those that are dialled", async () => {
  const result = await new Promise((settle) =>
    resolveWith(["1.1.1.1"])("api.example", { all: true }, (_error, found) => settle(found)),
  );
  expect(result).toEqual([{ address: "1.1.1.1", family: 4 }]);
});
