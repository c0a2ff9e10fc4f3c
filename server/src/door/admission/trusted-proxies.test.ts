import { expect, test } from "vitest";
import { clientAddress, NO_PROXIES, TrustedProxies } from "./trusted-proxies.ts";

const proxies = TrustedProxies.parse("10.0.0.0/8, 127.0.0.1,fd00::/8");

test.each([
  { what: "a peer that nobody trusts", peer: "192.0.2.1", said: "10.1.1.1", client: "192.0.2.1" },
  { what: "whom a trusted one saw", peer: "10.0.0.1", said: "192.0.2.9", client: "192.0.2.9" },
  {
    what: "whom the first untrusted one is",
    peer: "::ffff:10.0.0.1",
    said: "6.6.6.6, 192.0.2.9, 10.2.2.2",
    client: "192.0.2.9",
  },
  {
    what: "known by its address, however that is written",
    peer: "FD00:0::1",
    said: "::ffff:c000:0209",
    client: "192.0.2.9",
  },
  { what: "a trusted one that says nothing", peer: "127.0.0.1", said: undefined, client: "127.0.0.1" },
  { what: "a trusted one that says nonsense", peer: "fd00::1", said: "192.0.2.9, <script>", client: "fd00::1" },
  { what: "all trusted", peer: "10.0.0.1", said: "10.0.0.3, 10.0.0.2", client: "10.0.0.3" },
])("the client is $what", ({ peer, said, client }) => {
  expect(clientAddress(peer, said, proxies)).toBe(client);
});

test("without proxies whoever is at the other end asks", () => {
  expect(clientAddress("10.0.0.1", "192.0.2.9", NO_PROXIES)).toBe("10.0.0.1");
});

test.each(["", "localhost", "10.0.0.0/33", "::/129", "10.0.0.1;10.0.0.2", "10.0.0.1,"])(
  "%j names no proxies",
  (text) => {
    expect(TrustedProxies.safeParse(text).success).toBe(false);
  },
);
