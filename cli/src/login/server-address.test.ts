import { expect, test } from "vitest";
import { readServerAddress } from "./server-address.ts";

test.each([
  ["https://catalyst.example.com/", "https://catalyst.example.com"],
  ["catalyst.example.com", "https://catalyst.example.com"],
  ["https://Catalyst.Example.com:8443/tasks?x", "https://catalyst.example.com:8443"],
  ["http://localhost:3210", "http://localhost:3210"],
  ["http://[::1]:3210", "http://[::1]:3210"],
])("%s is kept as %s", (text, address) => {
  expect(readServerAddress(text)).toBe(address);
});

test.each([
  "http://catalyst.example.com",
  "http://localhost.example.com",
  "https://ann:secret@example.com",
  "ftp://example.com",
  "javascript:alert(1)",
  "",
  "https://",
])("%s isn't taken: a token would go astray", (text) => {
  expect(() => readServerAddress(text)).toThrow(expect.objectContaining({ code: "invalid_input" }));
});
