import type { Range } from "./secret-finder.ts";

const MARK = "[redacted]";

/** The text with the ranges masked; it stays as long as it was, so that no length limit or header becomes wrong. */
export function maskRanges(text: string, ranges: readonly Range[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const { start, end } of ranges) {
    const length = end - start;
    parts.push(text.slice(position, start), length < MARK.length ? "*".repeat(length) : MARK.padEnd(length, "*"));
    position = end;
  }
  parts.push(text.slice(position));
  return parts.join("");
}
