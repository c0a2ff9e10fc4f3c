import { expect, test } from "vitest";
import { findMixedScripts } from "./mixed-scripts.ts";

test.each([
  ["a Cyrillic letter amid Latin ones", "const sc\u043epe = 1;"],
  ["a Greek capital amid Latin ones", "class \u0391dmin {}"],
  ["several", "\u0440\u0430yp\u0430l()"],
  ["an Armenian letter amid Latin ones", "us\u0565r"],
  ["a Cherokee one", "\u13aadmin"],
  ["a Coptic one", "us\u2c89r"],
  ["one of Lisu", "\ua4f0ser"],
  ["one of Deseret", "\u{1044b}ser"],
  ["a letter of mathematics, which compilers fold", "\u{1d41e}val(x)"],
  ["a word of such letters", "\u{1d41e}\u{1d42f}\u{1d41a}\u{1d425}(x)"],
  ["a wide letter amid narrow ones", "\uff45val(x)"],
  ["a word of nothing but Cyrillic twins", "\u0441\u043e\u0440\u0443(x)"],
  ["one with a figure", "const \u0445\u04352 = 1;"],
  ["one that is imported", "import { \u0441\u043e\u0440\u0443 } from './a';"],
  ["a single Cyrillic letter", "let \u0441 = 1;"],
  ["one that is called amid Russian words", "\u0441\u043e\u0440\u0443(x) // копирует"],
  ["a word of nothing but Greek twins", "const \u0391\u0392 = 1;"],
  ["a word of wide letters that is called", "\uff45\uff56\uff41\uff4c(x) // 値"],
  ["one that is imported", "from os import \uff53\uff59\uff53"],
])("%s is found", (_what, code) => {
  expect(findMixedScripts(code)).toHaveLength(1);
});

test.each([
  ["Cyrillic words", "// сохраняет запись"],
  ["a Latin word beside a Cyrillic one", "// IT-компания, файл config"],
  ["a Latin word with a Cyrillic ending", "// PDFки и JSONы"],
  ["a name that is seen to be of two scripts", "const userИмя = 1;"],
  ["Greek letters of science", "const Δt = σ_x * cosα + µs;"],
  ["an Armenian ending of a Latin word", "// SMS\u0576\u0565\u0580"],
  ["only Armenian", "// \u0562\u0561\u0580\u0565\u0582"],
  ["Japanese with wide and narrow Latin words", "// ＡＰＩの値 get値"],
  ["signs and indices of mathematics", "def f (hₙ : ℝ) := ℕ 𝔸"],
  ["Russian words that look Latin, amid others", "// а у нас с уха сор и ухо"],
  ["a Greek letter by itself", "const ν = 0.3; let ο = ν;"],
  ["a Japanese word of wide letters", "// ＡＰＩ を呼ぶ"],
  ["only Latin", "const scope = 1;"],
])("%s is not", (_what, code) => {
  expect(findMixedScripts(code)).toEqual([]);
});
