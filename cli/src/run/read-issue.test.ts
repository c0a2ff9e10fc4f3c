import { describe, expect, test } from "vitest";
import { readIssue, readPrompt } from "./read-issue.ts";

describe("readIssue", () => {
  test("the first heading is the title and the rest the body", () => {
    expect(readIssue("# Sum is wrong #\r\n\r\nadd(1, 2) is 4.\n\n## Steps\nrun it\n", "a.md")).toEqual({
      title: "Sum is wrong",
      body: "add(1, 2) is 4.\n\n## Steps\nrun it",
    });
  });

  test("a comment in a code block is not the title", () => {
    expect(readIssue("Intro\n```sh\n# not me\n```\n## The title\nmore", "a.md")).toEqual({
      title: "The title",
      body: "Intro\n```sh\n# not me\n```\n\nmore".replace("\n\nmore", "\nmore"),
    });
  });

  test("without a heading the first line is the title", () => {
    expect(readIssue("\nIt is broken\n\nReally.", "a.md")).toEqual({ title: "It is broken", body: "Really." });
  });

  test("an empty file is refused by its name", () => {
    expect(() => readIssue(" \n\n", "bug.md")).toThrow(/bug\.md failed: the file is empty/);
  });

  test("an issue longer than can be stored is refused", () => {
    expect(() => readIssue(`# a\n${"x".repeat(300 * 1024)}`, "a.md")).toThrow(/Shorten it/);
  });
});

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
