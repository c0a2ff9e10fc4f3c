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
  ["only Latin", "const scope = 1;"],
])("%s is not", (_what, code) => {
  expect(findMixedScripts(code)).toEqual([]);
});
