import { expect, test } from "vitest";
import { clientNetwork, plainAddress } from "./plain-address.ts";

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::FFFF:c000:0201", "192.0.2.1"],
  ["0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1"],
  ["::1", "::1"],
  ["0:0:0:0:0:0:0:1", "::1"],
  ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  ["not an address", "not an address"],
  ["", ""],
])("%s is %s, however it is written", (written, plain) => {
  expect(plainAddress(written)).toBe(plain);
});

test.each([
  ["2001:db8::a:b:c:d", "2001:db8::"],
  ["2001:db8::1", "2001:db8::"],
  ["2001:db8:0:0:ffff:ffff:ffff:ffff", "2001:db8::"],
  ["2001:db8:0:1::1", "2001:db8:0:1::"],
  ["fe80::a:b:c:d%eth0", "fe80::"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4::"],
  ["::5:6:7:8", "::"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["192.0.2.1", "192.0.2.1"],
])("who asks from %s is the client %s", (address, client) => {
  expect(clientNetwork(address)).toBe(client);
});
