import { expect, test } from "vitest";
import { quoteForShell } from "./quote-for-shell.ts";

test.each([
  ["budgets.day.usd", "budgets.day.usd"],
  ["", "''"],
  ["Bea Müller", "'Bea Müller'"],
  ["it's $HOME `id`", "'it'\\''s $HOME `id`'"],
  ["*.example.com", "'*.example.com'"],
  ["a\nb", "'a\nb'"],
])("%j is one word: %j", (text, word) => {
  expect(quoteForShell(text)).toBe(word);
});
