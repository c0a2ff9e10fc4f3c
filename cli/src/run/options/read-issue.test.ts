import { describe, expect, test } from "vitest";
import { readIssue } from "./read-issue.ts";

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
