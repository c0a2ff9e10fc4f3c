import fc from "fast-check";
import { expect, test } from "vitest";
import { AllowedHost, expandAllowedHosts, isAllowed, isCovered, isHostName, REGISTRY_HOSTS } from "./allowed-hosts.ts";

test.each([
  ["npm", true],
  ["example.com", true],
  ["*.example.com", true],
  ["example.com:8443", true],
  ["xn--bcher-kva.example", true],
  ["localhost", false],
  ["nmp", false],
  ["*", false],
  ["*.com", false],
  ["a.*.example.com", false],
  ["*example.com", false],
  ["Example.com", false],
  ["example.com.", false],
  ["bücher.example", false],
  ["https://example.com", false],
  ["example.com/path", false],
  ["me@example.com", false],
  ["example.com:0", false],
  ["example.com:65536", false],
  ["127.0.0.1", false],
  ["127.1", false],
  ["0x7f.0.0.0x1", false],
  ["[::1]", false],
  ["example..com", false],
  ["-a.example.com", false],
  ["", false],
])("as an entry, %j is accepted: %s", (text, isAccepted) => {
  expect(AllowedHost.safeParse(text).success).toBe(isAccepted);
});

test("a mistyped registry is answered with the one that was meant", () => {
  expect(AllowedHost.safeParse("pipy").error?.issues[0]?.message).toContain("did you mean pypi?");
});

test("registries become their hosts, each once", () => {
  expect(expandAllowedHosts(["npm", "registry.npmjs.org", "example.com"])).toEqual([
    "registry.npmjs.org",
    "example.com",
  ]);
  for (const hosts of Object.values(REGISTRY_HOSTS)) {
    expect(hosts.every(isHostName)).toBe(true);
  }
});

test.each([
  [["example.com"], "example.com", 443, true],
  [["example.com"], "a.example.com", 443, false],
  [["example.com"], "example.com", 80, false],
  [["example.com:8443"], "example.com", 8443, true],
  [["example.com:8443"], "example.com", 443, false],
  [["*.example.com"], "a.example.com", 443, true],
  [["*.example.com"], "a.b.example.com", 443, true],
  [["*.example.com"], "example.com", 443, false],
  [["*.example.com"], "badexample.com", 443, false],
  [[], "example.com", 443, false],
] as const)("with %j allowed, %s:%d is open: %s", (...row) => {
  const [hosts, name, port, isOpen] = row;
  expect(isAllowed(hosts, { name, port })).toBe(isOpen);
});

test("a wildcard is covered by itself or a wider one, never by single names", () => {
  expect(isCovered(["*.example.com"], "*.a.example.com")).toBe(true);
  expect(isCovered(["*.example.com"], "*.example.com")).toBe(true);
  expect(isCovered(["*.a.example.com"], "*.example.com")).toBe(false);
  expect(isCovered(["any.example.com"], "*.example.com")).toBe(false);
});

test("what is a host name here is one for every URL parser, and stays as it is", () => {
  const label = fc.oneof(
    fc.stringMatching(/^[a-z0-9-]{1,8}$/),
    fc.constantFrom("com", "1", "0x7f", "xn--a", "", "ex%61"),
  );
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), (labels) => {
      const text = labels.join(".");
      const parsed = URL.canParse(`https://${text}/`) ? new URL(`https://${text}/`).hostname : null;
      expect(!isHostName(text) || parsed === text || text.includes("xn--")).toBe(true);
    }),
    { numRuns: 5000 },
  );
});
