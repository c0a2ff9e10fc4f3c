import { expect, test } from "vitest";
import { askLine } from "./ask-line.ts";

test.each([
  [false, true],
  [true, false],
])("nobody is asked where input is a terminal: %s, and output one: %s", async (isTTY, isInteractive) => {
  expect(await askLine("Why?", { stdin: { isTTY }, output: { isInteractive } } as never)).toBeNull();
});
