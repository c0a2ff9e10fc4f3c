import { expect, test } from "vitest";
import { tagOf, tagsInclude } from "./tag.ts";

const TAG = tagOf("a");
const STRONG = TAG.slice(2);

test.each([TAG, STRONG, `"x", ${TAG}`, `W/"x" ,${STRONG}`, "*", " * "])("%s names it", (header) => {
  expect(tagsInclude(header, TAG)).toBe(true);
});

test.each([undefined, "", tagOf("b"), TAG.slice(0, -1), STRONG.slice(1), "W/*", '"*"', '"'.repeat(10_000)])(
  "%s doesn't name it",
  (header) => {
    expect(tagsInclude(header, TAG)).toBe(false);
  },
);
