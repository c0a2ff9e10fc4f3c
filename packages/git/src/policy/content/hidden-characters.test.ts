import { expect, test } from "vitest";
import { findHidden } from "./hidden-characters.ts";

test.each([
  ["a zero-width space", "a\u200bb"],
  ["a non-joiner between Latin letters", "a\u200cb"],
  ["a joiner between Latin letters", "a\u200db"],
  ["a right-to-left override", "a\u202eb"],
  ["an isolate", "a\u2066b"],
  ["an Arabic letter mark", "ا\u061cب"],
  ["a left-to-right mark", "a\u200eb"],
  ["a Hangul filler", "const {x,\u3164}=q"],
  ["a half-width filler", "\uffa0"],
  ["a filler beside another one", "\u115f\u1160"],
  ["a soft hyphen", "a\u00adb"],
  ["a mark of the byte order in the middle", "a\ufeffb"],
  ["a variation selector after a letter", "a\ufe0f"],
  ["a variation selector after a digit", "1\ufe0f2"],
  ["a supplementary selector after a sign", ";\u{e0101}"],
  ["two selectors after an ideograph", "葛\u{e0100}\u{e0101}"],
  ["a tag without a flag", "a\u{e0061}"],
  ["tags after a flag that spell no region", "\u{1f3f4}\u{e0061}\u{e0062}\u{e007f}"],
  ["a separator of lines", "// x\u2028y()"],
  ["an invisible operator", "a\u2062b"],
  ["a joiner after an emoji", "🧑\u200dx"],
  ["a joiner before an emoji", "x\u200d🧑"],
  ["marks of an annotation", "a\ufff9b\ufffac\ufffb"],
  ["a hieroglyphs' control after a letter", "a\u{13430}"],
  ["a blank of Braille", "a\u2800b"],
  ["letters of private use that spell something", "x = '\ue001\ue002\ue003\ue004'"],
  ["two of private use", "' \ue0b0\uf120 '"],
  ["one in a word", "adm\ue001in"],
  ["one after a figure", "1\uf120"],
  ["more icons than a program has", "' \ue0a0 ' ".repeat(65)],
  ["those of the supplementary planes", "x = '\u{f0001}\u{f0002}\u{100003}\u{f0004}'"],
  ["a selector after each of many ideographs", "葛\u{e0110}".repeat(65)],
])("%s is found", (_what, text) => {
  expect(findHidden(text)).not.toEqual([]);
});

test.each([
  ["an emoji of several", "🧑\u200d💻 👩🏽\u200d🚒 🏳️\u200d🌈 ❤️\u200d🔥"],
  ["an emoji that is a letter's shape", "❤️ ©️ ▶️ ☎︎"],
  ["a keycap", "1️⃣ #️⃣"],
  ["the flags of England, Scotland and Wales", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿"],
  ["flags of countries", "🇳🇴🇳🇿"],
  ["Persian", "می\u200cخواهم خانه\u200cها"],
  ["Hindi", "क्\u200dष क्\u200cष"],
  ["Malayalam", "ന്\u200d"],
  ["Sinhala", "ශ්\u200dරී"],
  ["a variant of an ideograph", "葛\u{e0100}城"],
  ["Mongolian", "ᠠ\u180b"],
  ["old Korean", "\u1112\u1160 \u115f\u1161"],
  ["the mark of the byte order at the start", "\ufeffconst x = 1;"],
  ["hieroglyphs that are joined", "\u{13000}\u{13430}\u{13001}"],
  ["a spinner of Braille", "['\u2800', '\u2801', '\u2803']"],
  ["an icon of private use", "' \ue0a0 ' '\uf120' '\u{f0001} '"],
  ["Arabic, Hebrew and Thai as such", "مرحبا שלום สวัสดี"],
])("%s is right", (_what, text) => {
  expect(findHidden(text)).toEqual([]);
});

test("a flood of them is found to a thousand, and soon", () => {
  const before = process.threadCpuUsage();
  expect(findHidden("\u200b".repeat(4 * 1024 * 1024))).toHaveLength(1000);
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(2000);
});
