import type { TaskCounts } from "@catalyst/api";

/** `3`, `1000+`. */
export function countWords({ count, isMore }: TaskCounts["all"]): string {
  return `${count}${isMore ? "+" : ""}`;
}
