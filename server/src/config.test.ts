import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

const HOME = { CATALYST_HOME: "/home/of-catalyst" };

test("without settings the server is on this machine's port, in clear, and trusts no proxy", () => {
  const { door } = readConfig(HOME);
  expect(door).toMatchObject({
    listen: { host: "127.0.0.1", port: 3210 },
    isSaid: false,
    publicUrl: null,
    tls: null,
    web: null,
  });
  expect(door?.proxies.has("127.0.0.1")).toBe(false);
});

test("it can be told to open no port", () => {
  expect(readConfig({ ...HOME, CATALYST_LISTEN: "off" }).door).toBeNull();
});

test("all settings of the port are read", () => {
  const { door } = readConfig({
    ...HOME,
    CATALYST_LISTEN: "0.0.0.0:443",
    CATALYST_PUBLIC_URL: "https://catalyst.example.com",
    CATALYST_TLS_CERT_FILE: "/c.pem",
    CATALYST_TLS_KEY_FILE: "/k.pem",
    CATALYST_TRUSTED_PROXIES: "10.0.0.0/8",
  });
  expect(door).toMatchObject({
    listen: { host: "0.0.0.0", port: 443 },
    isSaid: true,
    tls: { certFile: "/c.pem", keyFile: "/k.pem" },
  });
  expect(door?.publicUrl?.origin).toBe("https://catalyst.example.com");
  expect(door?.proxies.has("10.1.2.3")).toBe(true);
});

test.each([
  [{ CATALYST_LISTEN: "3210" }, "CATALYST_LISTEN must be host:port"],
  [{ CATALYST_LISTEN: "0.0.0.0:3210" }, "CATALYST_PUBLIC_URL must be said"],
  [{ CATALYST_PUBLIC_URL: "https://x/path" }, "CATALYST_PUBLIC_URL must be scheme, host and port alone"],
  [{ CATALYST_TLS_CERT_FILE: "/c.pem" }, "CATALYST_TLS_CERT_FILE must be said together"],
  [{ CATALYST_TLS_KEY_FILE: "k.pem" }, "CATALYST_TLS_KEY_FILE must be an absolute path"],
  [{ CATALYST_TRUSTED_PROXIES: "everybody" }, "CATALYST_TRUSTED_PROXIES must be addresses"],
])("a wrong setting is named: %j", (settings, words) => {
  expect(() => readConfig({ ...HOME, ...settings })).toThrow(words);
});
