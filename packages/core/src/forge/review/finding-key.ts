import { createHash } from "node:crypto";
import type { ReviewFinding } from "../../result/review.ts";

/** What a finding is known by from one review to the next: its file and its words, as lines move. */
export function findingKey({ file, text }: Pick<ReviewFinding, "file" | "text">): string {
  return createHash("sha256")
    .update(JSON.stringify([file, text]))
    .digest("hex")
    .slice(0, 12);
}

/** What its comment at a forge is known by. */
export function findingMark(key: string): string {
  return `finding-${key}`;
}
