import { expect, test } from "vitest";
import { findHookUrl } from "./find-hook-url.ts";

const find = (address: string | null, more: object = {}) =>
  findHookUrl({ host: "github.com", hasWebhook: true, address, ...more });

test("GitHub tells the server what happens where it can reach it", () => {
  expect(find("https://catalyst.example")).toBe("https://catalyst.example/api/github/webhook");
  expect(find("http://127.0.0.1:3210", { host: "localhost:8443" })).toBe("http://127.0.0.1:3210/api/github/webhook");
});

test.each([
  ["it listens on no port", null],
  ["it is found on this machine alone", "http://127.0.0.1:3210"],
  ["it is found on this machine alone, by IPv6", "http://[::1]:3210"],
])("where %s, the error says so, and how to go without", (_why, address) => {
  expect(() => find(address)).toThrow(
    expect.objectContaining({ code: "prerequisite_missing", way: { kind: "open_to_github" } }),
  );
  expect(find(address, { hasWebhook: false })).toBeNull();
});
