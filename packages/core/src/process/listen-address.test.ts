import { expect, test } from "vitest";
import { ListenAddress } from "./listen-address.ts";

test.each([
  ["127.0.0.1:3210", { host: "127.0.0.1", port: 3210 }],
  ["[::1]:0", { host: "::1", port: 0 }],
  ["localhost:65535", { host: "localhost", port: 65_535 }],
  ["off", null],
])("%s is an address", (text, address) => {
  expect(ListenAddress.parse(text)).toEqual(address);
});

test.each([
  "",
  "3210",
  ":3210",
  "localhost",
  "localhost:",
  "a:b",
  "::1:3210",
  "[x]:1",
  "h:65536",
  "http://h:1",
  "h:1 ",
])("%j is none", (text) => {
  expect(ListenAddress.safeParse(text).error?.issues[0]?.message).toContain("must be host:port");
});
