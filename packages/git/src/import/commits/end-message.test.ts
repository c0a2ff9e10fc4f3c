import { expect, test } from "vitest";
import { endMessage } from "./end-message.ts";

test.each([
  ["Fixes #3", "Fixes issue #3\n"],
  ["fix: #3", "fix issue: #3\n"],
  ["Resolves GH-3 and closed acme/shop#4", "Resolves issue GH-3 and closed issue acme/shop#4\n"],
  ["Close\nhttps://forge.example/a/b/issues/1", "Close issue\nhttps://forge.example/a/b/issues/1\n"],
  ["Fix the sum (#3)", "Fix the sum (#3)\n"],
  ["Prefix #3", "Prefix #3\n"],
  ["", "\n"],
])("%j closes nothing as %j", (message, expected) => {
  expect(endMessage(message, [])).toBe(expected);
});

test("the lines that are ours are a paragraph of their own at the end", () => {
  expect(endMessage("Do it\n\n\n", ["A: 1", "B: 2"])).toBe("Do it\n\nA: 1\nB: 2\n");
  expect(endMessage("", ["A: 1"])).toBe("A: 1\n");
});

test("a message that is made to take long doesn't", () => {
  const long = `${"fixes ".repeat(200_000)}fixes ${"a".repeat(1_000_000)}`;
  expect(endMessage(long, []).length).toBeGreaterThan(1_000_000);
});
