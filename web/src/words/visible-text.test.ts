import { expect, test } from "vitest";
import { visibleText } from "./visible-text.ts";

test("what turns text about, or isn't seen, is shown by its name", () => {
  expect(visibleText("x\u200dy a\u202eb\u200bc\u{e0041}\u001b[31m")).toBe(
    "x⟨U+200D⟩y a⟨U+202E⟩b⟨U+200B⟩c⟨U+E0041⟩⟨U+001B⟩[31m",
  );
});

test("words of all languages, line ends and pictures stay as they are", () => {
  const text = "Grüße\n\tあ 漢字 עברית 👍 👩‍💻 ❤️‍🔥";
  expect(visibleText(text)).toBe(text);
});
