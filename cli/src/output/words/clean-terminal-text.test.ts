import { describe, expect, test } from "vitest";
import { cleanTerminalLine, cleanTerminalText } from "./clean-terminal-text.ts";

describe("cleanTerminalText", () => {
  const hostile: [string, string, string][] = [
    ["colours", "\u001b[31mred\u001b[0m", "red"],
    ["cursor moves", "a\u001b[2J\u001b[1;1Hb", "ab"],
    ["a hyperlink", "\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007", "click"],
    ["the clipboard", "x\u001b]52;c;aGk=\u0007y", "xy"],
    ["a title", "\u001b]0;owned\u0007done", "done"],
    ["an eight-bit escape", "a\u009b31mb", "ab"],
    ["a line that overwrites itself", "rm -rf /\rls", "rm -rf /ls"],
    ["backspaces", "bad\b\b\bok", "badok"],
    ["bidirectional controls", "user\u202etxt.exe\u2066x\u2069", "usertxt.exex"],
    ["zero-width and tag characters", "a\u200bb\u{e0041}c\ufeff", "abc"],
    ["NUL and BEL", "a\u0000b\u0007c", "abc"],
  ];

  test.each(hostile)("%s can't reach the terminal", (_name, text, shown) => {
    expect(cleanTerminalText(text)).toBe(shown);
  });

  test("an escape sequence cut in two leaves no control character", () => {
    for (const part of ["\u001b", "[31", "\u001b]8;;http", "//x\u0007"]) {
      expect(cleanTerminalText(part)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    }
  });

  test("ordinary text stays as it is", () => {
    const text = "Grüße 你好 👋\n\tif (a < b) {}";
    expect(cleanTerminalText(text)).toBe(text);
  });
});

describe("cleanTerminalLine", () => {
  test("text becomes one line of the given length", () => {
    expect(cleanTerminalLine("a\nb\t c", 20)).toBe("a b c");
    expect(cleanTerminalLine("👋".repeat(10), 4)).toBe("👋👋👋…");
  });
});
