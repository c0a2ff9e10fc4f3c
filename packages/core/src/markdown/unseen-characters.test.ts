import { expect, test } from "vitest";
import { removeUnseen, showUnseen } from "./unseen-characters.ts";

test("of a file, nothing is removed, and what isn't shown is written as its number", () => {
  const diff = "+if (a\u202e) { // \u2066 }\u200b\r\n+\tb\u0007\rc\u{e0041}\n+<!-- \n";
  expect(showUnseen(diff)).toBe("+if (a⟨U+202E⟩) { // ⟨U+2066⟩ }⟨U+200B⟩\r\n+\tb⟨U+0007⟩⟨U+000D⟩c⟨U+E0041⟩\n+<!-- \n");
});

test.each(["❤\ufe0f 👩\u200d💻 👩🏽\u200d🚀 🏳\ufe0f\u200d🌈", "Überprüfe\tдля 日本語\n"])(
  "what is shown stays: %s",
  (text) => {
    expect(showUnseen(text)).toBe(text);
    expect(removeUnseen(text)).toBe(text);
  },
);

test("what joins emoji is shown where it joins nothing", () => {
  expect(showUnseen("a\ufe0fb\u200dc")).toBe("a⟨U+FE0F⟩b⟨U+200D⟩c");
});
