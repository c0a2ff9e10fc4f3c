import { expect, test } from "vitest";
import { findMixedScripts } from "./mixed-scripts.ts";

test.each([
  ["a Cyrillic letter amid Latin ones", "const sc\u043epe = 1;"],
  ["a Greek capital amid Latin ones", "class \u0391dmin {}"],
  ["several", "\u0440\u0430yp\u0430l()"],
])("%s is found", (_what, code) => {
  expect(findMixedScripts(code)).toHaveLength(1);
});

test.each([
  ["Cyrillic words", "// сохраняет запись"],
  ["a Latin word beside a Cyrillic one", "// IT-компания, файл config"],
  ["a Latin word with a Cyrillic ending", "// PDFки и JSONы"],
  ["a name that is seen to be of two scripts", "const userИмя = 1;"],
  ["Greek letters of science", "const Δt = σ_x * cosα + µs;"],
  ["only Latin", "const scope = 1;"],
])("%s is not", (_what, code) => {
  expect(findMixedScripts(code)).toEqual([]);
});
