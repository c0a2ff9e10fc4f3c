import { expect, test } from "vitest";
import { cleanOutput } from "./clean-output.ts";
import { cleanText, cutText, showUnseen } from "./clean-text.ts";

test("what nobody sees is written out, and what colours a terminal goes", () => {
  expect(cleanText("a\u200bb\u202ec\u{e0041}\u001b[31mred\u001b[0m\r\n\tend\r")).toBe(
    "a\\u{200b}b\\u{202e}c\\u{e0041}red\n\tend\\u{d}",
  );
  expect(showUnseen("\u001b[31m")).toBe("\\u{1b}[31m");
  expect(cleanText("Grüße, 日本語 👍")).toBe("Grüße, 日本語 👍");
});

test("half a character is none", () => {
  expect(cutText(`a${"👍".repeat(3)}`, 2)).toBe("a\ufffd… [5 more characters]");
});

test("every text of an answer is cleaned, the names in it too", () => {
  expect(cleanOutput({ list: [{ "na\u200bme": "\u0007" }], count: 1, none: null })).toEqual({
    list: [{ "na\\u{200b}me": "\\u{7}" }],
    count: 1,
    none: null,
  });
});

test("a text that is made to be hard to read is read soon", () => {
  const before = process.threadCpuUsage();
  cleanOutput({ logs: Array.from({ length: 20 }, () => "\u001b]".repeat(32 * 1024)) });
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(5000);
});
