import { describe, expect, test } from "vitest";
import { readPrompt } from "./read-prompt.ts";

describe("readPrompt", () => {
  test("the first line is the title and the rest the body", () => {
    expect(readPrompt("Fix it\n\nplease\n", { isScript: false })).toEqual({ title: "Fix it", body: "please" });
    expect(readPrompt("Fix it", { isScript: false })).toEqual({ title: "Fix it", body: "" });
  });

  test("a long single line is kept whole in the body", () => {
    const text = "x".repeat(2000);
    expect(readPrompt(text, { isScript: false })).toEqual({ title: `${"x".repeat(99)}…`, body: text });
  });

  test("a title that is cut ends after a word where one ends late enough, and says that there is more", () => {
    const titleOf = (script: string) => readPrompt(script, { isScript: true }).title;
    expect(titleOf("x".repeat(100))).toBe("x".repeat(100));
    expect(titleOf(`${"echo one ".repeat(11)}two`)).toBe(`${"echo one ".repeat(10)}echo one…`);
    expect(titleOf(`${"x".repeat(99)} two`)).toBe(`${"x".repeat(99)}…`);
    expect(titleOf(`cd ${"x".repeat(200)}`)).toBe(`cd ${"x".repeat(96)}…`);
  });

  test("a script is kept whole", () => {
    expect(readPrompt("set -e\nnpm test", { isScript: true })).toEqual({ title: "set -e", body: "set -e\nnpm test" });
  });

  test("an empty prompt is refused", () => {
    expect(() => readPrompt(" \n ", { isScript: false })).toThrow(/the prompt is empty/);
  });
});
