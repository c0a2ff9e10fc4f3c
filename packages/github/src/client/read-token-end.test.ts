import { expect, test } from "vitest";
import { readTokenEnd } from "./read-token-end.ts";

test.each([
  ["2026-12-31 10:00:00 UTC", "2026-12-31T10:00:00.000Z"],
  ["2026-12-31 10:00:00 +0200", "2026-12-31T08:00:00.000Z"],
  ["2026-12-31 10:00:00 -05:30", "2026-12-31T15:30:00.000Z"],
])("%s is read", (text, time) => {
  expect(readTokenEnd({ "github-authentication-token-expiration": text })?.toISOString()).toBe(time);
});

test.each([undefined, 7, "", "soon", "2026-99-99 10:00:00 UTC", `${"2026-12-31 10:00:00 UTC".padEnd(5000)}x`])(
  "%j says nothing of an end",
  (text) => {
    expect(readTokenEnd({ "github-authentication-token-expiration": text })).toBeNull();
  },
);
