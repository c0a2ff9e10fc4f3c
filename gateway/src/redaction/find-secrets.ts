/** A stretch of a text: from `start` up to but not including `end`. */
export interface Range {
  start: number;
  end: number;
}

/** Every place where one of the patterns stands, overlapping ones included. */
export function findSecrets(text: string, patterns: readonly string[]): Range[] {
  const ranges: Range[] = [];
  for (const pattern of patterns) {
    for (let start = text.indexOf(pattern); start !== -1; start = text.indexOf(pattern, start + 1)) {
      ranges.push({ start, end: start + pattern.length });
    }
  }
  return ranges;
}

/** How many characters at the text's end may be the beginning of a pattern that goes on after it. */
export function danglingLength(text: string, patterns: readonly string[]): number {
  const last = text.charCodeAt(text.length - 1);
  let longest = 0;
  for (const pattern of patterns) {
    for (let length = Math.min(pattern.length - 1, text.length); length > longest; length -= 1) {
      if (pattern.charCodeAt(length - 1) === last && text.endsWith(pattern.slice(0, length))) {
        longest = length;
      }
    }
  }
  return longest;
}

const MARK = "[redacted]";

/** The text with the ranges masked; it stays as long as it was, so that no length limit or header becomes wrong. */
export function maskRanges(text: string, ranges: readonly Range[]): string {
  let masked = "";
  let position = 0;
  for (const { start, end } of mergeRanges(ranges)) {
    const length = end - start;
    masked += text.slice(position, start) + (length < MARK.length ? "*".repeat(length) : MARK.padEnd(length, "*"));
    position = end;
  }
  return masked + text.slice(position);
}

function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const previous = merged.at(-1);
    if (previous !== undefined && range.start <= previous.end) {
      previous.end = Math.max(previous.end, range.end);
    } else {
      merged.push({ ...range });
    }
  }
  return merged;
}
