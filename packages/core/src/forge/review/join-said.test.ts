import { expect, test } from "vitest";
import type { ReviewFinding } from "../../result/review.ts";
import { findingKey } from "./finding-key.ts";
import { joinSaid } from "./join-said.ts";

const SUM: ReviewFinding = { file: "sum.ts", line: 12, severity: "high", text: "It subtracts its second number." };
const LIST: ReviewFinding = { file: "list.ts", line: 3, severity: "low", text: "Nobody empties it." };
const of = (commit: string, findings: ReviewFinding[], mended?: string[]) => ({
  ...{ commit, paths: [] },
  review: { findings, leftOut: 0, ...(mended && { mended }) },
});

test("what the first review said stands after the second, which doesn't say it", () => {
  expect(joinSaid([of("a", [SUM]), of("b", [LIST])])).toEqual({ commit: "b", findings: [SUM, LIST], paths: [] });
});

test("what a later review takes for mended stands no more, until it is found again", () => {
  const mended = [findingKey(SUM)];
  expect(joinSaid([of("a", [SUM, LIST]), of("b", [], mended)])?.findings).toEqual([LIST]);
  expect(joinSaid([of("a", [SUM]), of("b", [], mended), of("c", [SUM])])?.findings).toEqual([SUM]);
});

test("what was found again is what was said first, as its comment is known by that", () => {
  const again = { ...SUM, line: 14, text: "It still subtracts its second number." };
  expect(joinSaid([of("a", [SUM]), of("b", [again])])?.findings).toEqual([SUM]);
});

test("where no review was said, nothing was; where one came without a form, it was said all the same", () => {
  expect(joinSaid([])).toBeNull();
  expect(joinSaid([{ commit: "a", review: null, paths: ["src"] }])).toEqual({
    commit: "a",
    findings: [],
    paths: ["src"],
  });
});

test("of very many findings the newest count", () => {
  const words = ["alpha", "beta", "gamma"].map((word) =>
    Array.from({ length: 50 }, (_, index) => ({ ...SUM, file: `${word}/${index}.ts` })),
  );
  const findings = joinSaid(words.map((some, index) => of(String(index), some)))?.findings ?? [];
  expect([findings.length, findings.at(-1)?.file, findings[0]?.file]).toEqual([100, "gamma/49.ts", "beta/0.ts"]);
});
