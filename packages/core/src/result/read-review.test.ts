import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_REVIEW_BYTES, readReview } from "./read-review.ts";
import { MAX_FINDING_LENGTH, MAX_REVIEW_FINDINGS, Review } from "./review.ts";

const BUG = { file: "src/sum.ts", line: 3, severity: "high", text: "It subtracts." };

test("a review is read from a file that is one, and from words that end with one in a fence", () => {
  const review = { findings: [BUG], leftOut: 0 };
  const written = JSON.stringify({ findings: [BUG] });
  expect(readReview(written)).toEqual(review);
  expect(readReview(`I looked at it.\n\n\`\`\`json\n${written}\n\`\`\`\n\nThat is all.`)).toEqual(review);
  expect(readReview(`\`\`\`\n{"example": 1}\n\`\`\`\n\`\`\`\n${written}\n\`\`\``)).toEqual(review);
  expect(readReview('{"findings": []}')).toEqual({ findings: [], leftOut: 0 });
});

test.each(["", "Looks good to me.", "[]", '{"findings": "none"}', "```json\n{\n```", "null", `"${"x".repeat(10)}`])(
  "there is no review in %j",
  (text) => {
    expect(readReview(text)).toBeNull();
  },
);

test("what can be understood of a finding is taken, the most serious first, and what can't is counted", () => {
  const findings = [
    { text: "Somewhere.", severity: "nit" },
    { ...BUG, file: "./src/sum.ts", line: "3", severity: "CRITICAL" },
    { ...BUG, file: null },
    { ...BUG, text: "   " },
    "It is bad.",
    null,
  ];
  expect(readReview(JSON.stringify({ findings }))).toEqual({
    findings: [
      { ...BUG, line: null, severity: "critical" },
      { ...BUG, file: null, line: null },
      { file: null, line: null, severity: "medium", text: "Somewhere." },
    ],
    leftOut: 3,
  });
});

test("findings without end are counted, long ones cut, and a text without end isn't looked at", () => {
  const many = Array.from({ length: 1000 }, () => ({ ...BUG, text: "x".repeat(MAX_FINDING_LENGTH + 1) }));
  expect(readReview(JSON.stringify({ findings: many }))).toBeNull();
  const some = many.slice(0, MAX_REVIEW_FINDINGS + 7);
  const review = readReview(JSON.stringify({ findings: some }));
  expect(review).toMatchObject({ leftOut: 7 });
  expect(review?.findings).toHaveLength(MAX_REVIEW_FINDINGS);
  expect(review?.findings[0]?.text).toHaveLength(MAX_FINDING_LENGTH);
  expect(readReview(" ".repeat(MAX_REVIEW_BYTES + 1))).toBeNull();
});

test("whatever an agent writes is no review or a bounded one", { timeout: 60_000 }, () => {
  const written = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(fc.jsonValue()).map((findings) => JSON.stringify({ findings })),
  );
  fc.assert(
    fc.property(written, (text) => {
      const review = readReview(text);
      expect(review === null || Review.safeParse(review).success).toBe(true);
    }),
  );
});

test("names of what is mended are read, and what isn't a name isn't", () => {
  const mended = ["a1", " b2 ", "a1", 7, null, "", "x".repeat(41)];
  expect(readReview(JSON.stringify({ findings: [], mended }))).toEqual({
    ...{ findings: [], leftOut: 0 },
    mended: ["a1", "b2"],
  });
  expect(readReview('{"findings": [], "mended": "all"}')).toEqual({ findings: [], leftOut: 0 });
});
