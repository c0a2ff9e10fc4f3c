import { expect, test } from "vitest";
import { waitingWords } from "./waiting-words.ts";

test.each([
  ["waiting, 2 before it", { before: 2, placed: 4 }],
  ["waiting, it is next", { before: 0, placed: 4 }],
  // Only the worker isn't there yet.
  [null, { before: 3, placed: 0 }],
])("%s", (words, waiting) => {
  expect(waitingWords(waiting)).toBe(words);
});
