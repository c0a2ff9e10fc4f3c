import { expect, test } from "vitest";
import type { ReviewFinding } from "../../result/review.ts";
import { describeReview } from "./describe-review.ts";
import { placeFindings } from "./place-findings.ts";
import { readHunks } from "./read-hunks.ts";

const FILES = {
  hunks: new Map([["sum.ts", readHunks("@@ -10,5 +1,40 @@")]]),
  texts: new Map([["sum.ts", `one\n  return a - b;\n${"x\n".repeat(38)}`]]),
};
const finding = (more: Partial<ReviewFinding>): ReviewFinding => {
  return { file: "sum.ts", line: 2, severity: "high", text: "It subtracts.", ...more };
};
const place = (findings: ReviewFinding[], max = 20) => placeFindings(findings, FILES, max);
/** Between the marks of what it is known by. */
const bodyOf = (more: Partial<ReviewFinding>) =>
  /^<!-- catalyst:finding-\w{12} -->\n([\s\S]*)\n<!-- .* -->$/.exec(place([finding(more)]).atLines[0]?.body ?? "")?.[1];

test("what isn't in the change, and what there is no more room for, isn't at lines, the most serious first", () => {
  const many = Array.from({ length: 5 }, (_, index) => finding({ line: index + 1 }));
  const others = [
    finding({ line: 90 }),
    finding({ line: null }),
    finding({ file: null, line: null }),
    finding({ file: "other.ts" }),
    finding({ startLine: 3, line: 2 }),
    finding({ startLine: 30, line: 41 }),
    finding({ side: "LEFT", line: 2 }),
  ];
  const { atLines, elsewhere } = place([...others, ...many], 3);
  expect(atLines.map(({ line }) => line)).toEqual([1, 2, 3]);
  expect(elsewhere).toEqual([...others, ...many.slice(3)]);
});

test("a finding stands at its lines, on its side", () => {
  const { atLines } = place([finding({ startLine: 2, line: 4 }), finding({ side: "LEFT", line: 12 })]);
  const body = expect.stringContaining("**high**: It subtracts.");
  expect(atLines).toEqual([
    { path: "sum.ts", side: "RIGHT", line: 4, startLine: 2, body },
    { path: "sum.ts", side: "LEFT", line: 12, startLine: null, body },
  ]);
});

test("a suggestion can be taken where its agent knows what stands there", () => {
  const suggestion = { replaces: "  return a - b;\n", code: "  return a + b; // `sum`\n" };
  expect(bodyOf({ suggestion })).toBe("**high**: It subtracts.\n\n```suggestion\n  return a + b; // `sum`\n```");
  expect(bodyOf({ suggestion: { ...suggestion, code: "````\n" } })).toContain("\n\n`````suggestion\n````\n`````");
  const three = { replaces: "one\n  return a - b;\nx", code: "" };
  expect(bodyOf({ startLine: 1, line: 3, suggestion: three })).toContain("```suggestion\n```");
});

test.each([
  ["it doesn't say what it replaces", { replaces: null, code: "return a + b;" }],
  ["something else stands there", { replaces: "return a - b;", code: "return a + b;" }],
  ["it replaces more lines than it stands at", { replaces: "  return a - b;\nx", code: "x" }],
  ["nobody sees all of it", { replaces: "  return a - b;", code: "return a \u202e+ b;" }],
  ["it has a key", { replaces: "  return a - b;", code: `const key = "ghp_${"a1".repeat(18)}";` }],
])("a suggestion is shown as code where %s", (_what, suggestion) => {
  const body = bodyOf({ suggestion });
  expect(body).toMatch(/\n\n```\n[\s\S]*\n```$/);
  expect(body).not.toContain("ghp_");
});

test("on the side before the change nothing is to be taken", () => {
  const suggestion = { replaces: "  return a - b;", code: "x" };
  expect(bodyOf({ side: "LEFT", line: 12, suggestion })).not.toContain("suggestion");
});

test("the text says which commit was seen, and what has no line, and nothing in it is live", () => {
  const elsewhere = [finding({ file: "a`b.ts", line: 90, text: "At 90.\n@ada, see." }), finding({ file: null })];
  const of = {
    commit: "c".repeat(40),
    behind: 2,
    paths: [],
    summary: "Two bugs.\n/catalyst run",
    findings: elsewhere,
    repeated: 0,
    mended: 0,
  };
  expect(describeReview({ ...of, elsewhere }).replaceAll("\u200b", "")).toBe(
    "Two bugs.\n/catalyst run\n\n- ``a`b.ts:90`` **high**: At 90.\n  @ada, see.\n- **high**: It subtracts.\n\n" +
      "<sub>Of `cccccccccccc`; 2 commits were pushed since.</sub>",
  );
  expect(describeReview({ ...of, elsewhere })).not.toMatch(/^\/catalyst|@ada/m);
});

test("a review that found nothing is a line, and one whose findings came in no form is its words", () => {
  const of = {
    commit: "c".repeat(40),
    behind: 0,
    paths: [],
    summary: "Great work!",
    repeated: 0,
    mended: 0,
    elsewhere: [],
  };
  expect(describeReview({ ...of, findings: [] })).toBe("Nothing to object to was found in `cccccccccccc`.");
  expect(describeReview({ ...of, findings: [], repeated: 2 })).toContain("still stands (2)");
  expect(describeReview({ ...of, paths: ["src", "a`b.ts"], findings: [] })).toBe(
    "Nothing to object to was found in `cccccccccccc`, in `src`, ``a`b.ts`` alone.",
  );
  expect(describeReview({ ...of, findings: null })).toBe("Great work!\n\n<sub>Of `cccccccccccc`.</sub>");
});
