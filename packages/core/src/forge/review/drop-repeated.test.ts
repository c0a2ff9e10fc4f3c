import { expect, test } from "vitest";
import type { ReviewFinding } from "../../result/review.ts";
import { dropRepeated } from "./drop-repeated.ts";

const BEFORE: ReviewFinding = {
  file: "sum.ts",
  line: 12,
  severity: "high",
  text: "The sum subtracts its second number.",
};
const SAID = { commit: "c".repeat(40), findings: [BEFORE] };

test.each<[string, Partial<ReviewFinding>, boolean]>([
  ["the same", {}, true],
  ["the same, some lines below and in other words", { line: 20, text: "The sum subtracts the second number!" }, true],
  ["the same of the file as a whole", { line: null }, true],
  ["the same in another file", { file: "other.ts" }, false],
  ["the same far away", { line: 90 }, false],
  ["another one there", { text: "Nobody tests what happens without numbers." }, false],
  ["one without a word", { text: "?!" }, false],
])("%s is repeated: %s", (_what, changes, isRepeated) => {
  expect(dropRepeated([{ ...BEFORE, ...changes }], SAID)).toHaveLength(isRepeated ? 0 : 1);
});

test("nothing is repeated where nothing was said", () => {
  expect(dropRepeated([BEFORE], null)).toEqual([BEFORE]);
});
