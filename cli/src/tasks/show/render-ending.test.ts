import { expect, test } from "vitest";
import { renderEnding } from "./render-ending.ts";

test("a task says who ended it, or what became of what it proposed", () => {
  const ada = { name: "ada", isOfForge: true };
  expect(renderEnding({ why: "closed", by: ada })).toEqual(["  Ended    its issue or pull request was closed by @ada"]);
  expect(renderEnding({ why: "stopped", by: { name: "ada\u001b[2J", isOfForge: false } })).toEqual([
    "  Ended    stopped by ada",
  ]);
  expect(renderEnding({ why: "gone", by: null })).toEqual(["  Ended    its issue isn't there any more"]);
  expect(renderEnding(null)).toEqual([]);
});
