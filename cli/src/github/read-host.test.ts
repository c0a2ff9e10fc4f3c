import { expect, test } from "vitest";
import { readHost } from "./read-host.ts";

test.each([
  ["github.com", "github.com"],
  ["GitHub.Example.com:8443", "github.example.com:8443"],
])("%s is a host", (text, host) => {
  expect(readHost(text, "Adding the App")).toBe(host);
});

test.each(["", "not a host", "https://github.com", "github.com/acme", "github.com:99999", "-x", "a".repeat(300)])(
  "%j is refused by its name, with what to give instead",
  (text) => {
    expect(() => readHost(text, "Adding the App")).toThrow(
      `Adding the App failed: --host is "${text.slice(0, 100)}". Give the name of a GitHub's host alone: github.example.com`,
    );
  },
);
