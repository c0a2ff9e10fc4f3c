import type { MissedRequest } from "@catalyst/api";
import { expect, test } from "vitest";
import { countMissed } from "./count-missed.ts";

const missed = (...asked: MissedRequest["asked"][]) => asked.map((one) => ({ asked: one }) as MissedRequest);

test("how many were missed is said of each kind", () => {
  expect(countMissed(missed("assigned", "assigned", "assigned"))).toBe("3 issues are assigned");
  expect(countMissed(missed("labeled", "review_requested", "assigned"))).toBe(
    "1 issue is assigned, 1 has the label, 1 pull request waits for a review",
  );
});
