import { expect, test } from "vitest";
import { blockedHostOf } from "./blocked-host.ts";

test("a connection that was refused is told from whatever else was", () => {
  expect(blockedHostOf({ body: { type: "blocked", action: "CONNECT pypi.org:443", reason: "" } })).toBe("pypi.org:443");
  expect(blockedHostOf({ body: { type: "blocked", action: "git push", reason: "" } })).toBeNull();
  expect(blockedHostOf({ body: { type: "blocked", action: "CONNECT a b:443", reason: "" } })).toBeNull();
  expect(blockedHostOf({ body: { type: "note", action: "CONNECT pypi.org:443" } })).toBeNull();
});
