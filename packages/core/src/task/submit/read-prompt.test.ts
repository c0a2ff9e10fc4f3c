import { describe, expect, test } from "vitest";
import { readPrompt } from "./read-prompt.ts";

describe("readPrompt", () => {
  test("the first line is the title and the rest the body", () => {
    expect(readPrompt("Fix it\n\nplease\n", { isScript: false })).toEqual({ title: "Fix it", body: "please" });
    expect(readPrompt("Fix it", { isScript: false })).toEqual({ title: "Fix it", body: "" });
  });

  test("a long single line is kept whole in the body", () => {
    const text = "x".repeat(2000);
    expect(readPrompt(text, { isScript: false })).toEqual({ title: "x".repeat(100), body: text });
  });

  test("a script is kept whole", () => {
    expect(readPrompt("set -e\nnpm test", { isScript: true })).toEqual({ title: "set -e", body: "set -e\nnpm test" });
  });

  test("an empty prompt is refused", () => {
    expect(() => readPrompt(" \n ", { isScript: false })).toThrow(/the prompt is empty/);
  });
});
