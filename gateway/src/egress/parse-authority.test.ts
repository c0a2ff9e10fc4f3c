import { isIP } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAuthority } from "./parse-authority.ts";

test("a plain name with a port is read", () => {
  expect(parseAuthority("registry.npmjs.org:443")).toEqual({ name: "registry.npmjs.org", port: 443 });
});

test.each([
  "127.0.0.1:443",
  "127.1:443",
  "2130706433:443",
  "0x7f000001:443",
  "0x7f.1:443",
  "0177.0.0.1:443",
  "[::1]:443",
  "[::ffff:127.0.0.1]:443",
  "::1:443",
  "localhost:443",
  "example.com",
  "example.com:",
  "example.com:0",
  "example.com:0443",
  "example.com:65536",
  "example.com:443:443",
  "example.com.:443",
  "EXAMPLE.com:443",
  "bücher.example:443",
  "ex%61mple.com:443",
  "user@example.com:443",
  "user:pass@example.com:443",
  "example.com:443/path",
  "https://example.com:443",
  " example.com:443",
  "example.com\u0000.evil.example:443",
  "example.com\t:443",
  "exa_mple.com:443",
  "*.example.com:443",
  "169.254.169.254:80",
  "",
])("%j is refused with an audit event", (raw) => {
  expect(() => parseAuthority(raw)).toThrow(expect.objectContaining({ kind: "forbidden" }));
});

test("whatever is accepted is what a URL parser makes of it, and no address", () => {
  const piece = fc.oneof(
    fc.stringMatching(/^[a-z0-9.:@%[\]x-]{1,6}$/),
    fc.constantFrom(".", "com", "127", "0x1", "１"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.nat(70_000), (parts, port) => {
      const raw = `${parts.join("")}:${port}`;
      let accepted: ReturnType<typeof parseAuthority>;
      try {
        accepted = parseAuthority(raw);
      } catch {
        return;
      }
      expect(`${accepted.name}:${accepted.port}`).toBe(raw);
      expect(new URL(`http://${accepted.name}/`).hostname).toBe(accepted.name);
      expect(isIP(accepted.name)).toBe(0);
    }),
    { numRuns: 3000 },
  );
});
