import { expect, test } from "vitest";
import { listLines } from "./hunks.ts";
import { describeReview, placeFindings } from "./place-findings.ts";

const PATCH = "@@ -1,3 +1,4 @@ top\n a\n-b\n+B\n+C\n d\n@@ -10 +11,2 @@\n x\n+y\n\\ No newline at end of file";
const finding = (line: number | null, file: string | null = "sum.ts") =>
  ({ file, line, severity: "high", text: `At ${line}.\nSee.` }) as const;

test("lines of the change are those that the new file has in its hunks", () => {
  expect([...listLines(PATCH)]).toEqual([1, 2, 3, 4, 11, 12]);
  expect([...listLines("")]).toEqual([]);
  expect([...listLines("+1\n 2\n@@ nonsense @@\n+3")]).toEqual([]);
});

test("a finding outside of the change, and what is beyond twenty, is said in the text, with its place", () => {
  const lines = listLines(`@@ -0,0 +1,40 @@\n${"+x\n".repeat(39)}+x`);
  const many = Array.from({ length: 25 }, (_, index) => finding(index + 1));
  const { atLines, elsewhere } = placeFindings([finding(90), ...many, finding(null), finding(null, null)], (file) =>
    file === "sum.ts" ? lines : null,
  );
  expect(atLines).toHaveLength(20);
  expect(atLines[0]).toEqual({ path: "sum.ts", line: 1, side: "RIGHT", body: "**high**: At 1.\nSee." });
  expect(elsewhere.map(({ line }) => line)).toEqual([90, 21, 22, 23, 24, 25, null, null]);
  const text = describeReview("One bug.", [finding(90, "a`b\u202e.ts"), finding(null), finding(null, null)]);
  expect(text).toBe(
    "One bug.\n\n- `a?b?.ts:90` **high**: At 90.\n  See.\n- `sum.ts` **high**: At null.\n  See.\n- **high**: At null.\n  See.",
  );
});
