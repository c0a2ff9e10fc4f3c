import { expect, test } from "vitest";
import { lastWordsOf } from "./last-words-of.ts";

test("the last line that says something is an agent's last word, that on stderr before that on stdout", () => {
  expect(lastWordsOf({ stderr: "", stdout: "" })).toBeNull();
  expect(lastWordsOf({ stderr: " \n\n", stdout: "line 1\nline 2\n" })).toBe("line 2");
  expect(lastWordsOf({ stderr: "warn\nError: no database at localhost:5432\n\n", stdout: "done\n" })).toBe(
    "Error: no database at localhost:5432",
  );
});

test("what no terminal shows isn't in it, and it is cut short", () => {
  const stderr = "\u001b[31mError:\u001b[0m\tno \u202edatabase\u0007\r\n\u001b[2K\r\n";
  expect(lastWordsOf({ stderr, stdout: "" })).toBe("Error: no database");
  const long = lastWordsOf({ stderr: "x".repeat(100_000), stdout: "" });
  expect(long).toHaveLength(300);
  expect(long?.endsWith("…")).toBe(true);
});
