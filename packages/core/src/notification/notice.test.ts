import { expect, test } from "vitest";
import { plainLine } from "./notice.ts";

test("words become one line without what can't be seen", () => {
  expect(plainLine("  Fix\r\nBcc: eve@example.com\u2028the\t\tcart ")).toBe("Fix Bcc: eve@example.com the cart");
  expect(plainLine("a\u202eb\u200bc\u001b[31md\u0000e\ud800")).toBe("abc[31mde");
});

test("words are told as far as 200 characters, whole ones", () => {
  expect([...plainLine("🦊".repeat(5000))]).toHaveLength(200);
  expect(plainLine("🦊".repeat(5000)).endsWith("🦊…")).toBe(true);
  expect(plainLine("x".repeat(200))).toBe("x".repeat(200));
});
