import type { MissedRequest } from "@catalyst/api";

/** How many of which kind were missed, as a sentence without its end: "3 issues are assigned, 1 pull request waits for a review". */
export function countMissed(missed: readonly MissedRequest[]): string {
  const groups = [
    { ...WORDS.assigned, count: missed.filter(({ asked }) => asked === "assigned").length },
    { ...WORDS.labeled, count: missed.filter(({ asked }) => asked === "labeled").length },
    { ...WORDS.review_requested, count: missed.filter(({ asked }) => asked === "review_requested").length },
  ];
  return groups
    .filter(({ count }) => count > 0)
    .map(({ count, one, many }) => (count === 1 ? `1 ${one}` : `${count} ${many}`))
    .join(", ");
}

const WORDS: Record<MissedRequest["asked"], { one: string; many: string }> = {
  assigned: { one: "issue is assigned", many: "issues are assigned" },
  labeled: { one: "has the label", many: "have the label" },
  review_requested: { one: "pull request waits for a review", many: "pull requests wait for a review" },
};
