import { PublicUrl } from "@catalyst/core";
import { expect, test } from "vitest";
import { publicAddressOf } from "./public-address.ts";

const LOOPBACK = { host: "127.0.0.1", port: 3210 };

test("on this machine alone it is called localhost, and the addresses of that mean it too", () => {
  expect(publicAddressOf({ address: LOOPBACK, port: 3211, isTls: false }, null)).toEqual({
    origin: "http://localhost:3211",
    host: "localhost:3211",
    isHttps: false,
    ownOrigin: "http://127.0.0.1:3211",
    aliases: ["127.0.0.1:3211", "[::1]:3211"],
  });
});

test("what was said is its name, whatever it listens on", () => {
  const said = new URL("https://catalyst.example.com");
  expect(publicAddressOf({ address: { host: "0.0.0.0", port: 80 }, port: 8080, isTls: false }, said)).toEqual({
    origin: "https://catalyst.example.com",
    host: "catalyst.example.com",
    isHttps: true,
    ownOrigin: "http://127.0.0.1:8080",
    aliases: ["localhost:8080", "127.0.0.1:8080", "[::1]:8080"],
  });
});

test("from this machine it is asked where it listens; encrypted, by the name that its certificate has", () => {
  const said = new URL("https://catalyst.example.com");
  const asked = (host: string, isTls: boolean) =>
    publicAddressOf({ address: { host, port: 3210 }, port: 3210, isTls }, said).ownOrigin;
  expect(asked("::1", false)).toBe("http://[::1]:3210");
  expect(asked("192.0.2.7", false)).toBe("http://192.0.2.7:3210");
  expect(asked("0.0.0.0", true)).toBe("https://catalyst.example.com");
});

test("one address of this machine is its name", () => {
  const address = { host: "192.0.2.7", port: 443 };
  expect(publicAddressOf({ address, port: 443, isTls: true }, null)).toMatchObject({ origin: "https://192.0.2.7" });
  const v6 = { host: "2001:db8::7", port: 3210 };
  expect(publicAddressOf({ address: v6, port: 3210, isTls: false }, null).origin).toBe("http://[2001:db8::7]:3210");
});

test.each(["", "catalyst.example.com", "ftp://x", "https://x/path", "https://x/?a", "https://u:p@x", "https://x/#a"])(
  "%j is no public URL",
  (text) => {
    expect(PublicUrl.safeParse(text).success).toBe(false);
  },
);
