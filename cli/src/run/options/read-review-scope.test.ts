import { expect, test } from "vitest";
import { readReviewScope } from "./read-review-scope.ts";

const REVIEW = { kind: "subject", url: "https://github.com/acme/shop/pull/7", work: "review", text: "" } as const;

test("what of a change is reviewed is said by paths, and whether all is said again", () => {
  expect(readReviewScope({}, REVIEW)).toBeUndefined();
  expect(readReviewScope({ full: true }, REVIEW)).toEqual({ isWhole: true, paths: [] });
  const ofBranch = { kind: "review", head: "feature", text: "" } as const;
  expect(readReviewScope({ only: "src, docs/a.md," }, ofBranch)).toEqual({
    isWhole: false,
    paths: ["src", "docs/a.md"],
  });
});

test.each([" , ", Array.from({ length: 21 }, (_, index) => `a${index}`).join(","), "a".repeat(2000)])(
  "paths that are none, or too many, are refused with the way to write them (%#)",
  (only) => {
    expect(() => readReviewScope({ only }, REVIEW)).toThrow(/--only src,docs\/guide\.md/);
  },
);

test("what isn't a review has no such scope", () => {
  expect(() => readReviewScope({ full: true }, { kind: "prompt", text: "Fix it" })).toThrow(/Give --review/);
  expect(() => readReviewScope({ only: "src" }, { ...REVIEW, work: "fix" })).toThrow(/Give --review/);
});
