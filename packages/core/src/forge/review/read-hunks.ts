/** Which side of a change a line is counted on: before it, or after it. */
export type ChangeSide = "LEFT" | "RIGHT";

/** Lines that one hunk has of a file, counted from 1; both ends are among them. */
export interface HunkLines {
  from: number;
  to: number;
}

/** What a change shows of a file, on each side. */
export type FileHunks = Readonly<Record<ChangeSide, readonly HunkLines[]>>;

/**
 * In a patch no other line begins so: those of the file have a character before them. A line ends where git ends it: what else `^` takes
 * for an end may stand in the middle of a file's line.
 */
const HEAD = /(?<![^\n])@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/g;

/** The hunks of one file's patch, as git writes it. */
export function readHunks(patch: string): FileHunks {
  const hunks: { LEFT: HunkLines[]; RIGHT: HunkLines[] } = { LEFT: [], RIGHT: [] };
  for (const [, left, leftCount, right, rightCount] of patch.matchAll(HEAD)) {
    add(hunks.LEFT, Number(left), Number(leftCount ?? 1));
    add(hunks.RIGHT, Number(right), Number(rightCount ?? 1));
  }
  return hunks;
}

/** Of a file that is new or gone one side has no line. */
function add(lines: HunkLines[], from: number, count: number): void {
  if (count > 0) {
    lines.push({ from, to: from + count - 1 });
  }
}

/** Whether one hunk has all of these lines. */
export function isInHunk(lines: readonly HunkLines[], { from, to }: HunkLines): boolean {
  return from <= to && lines.some((hunk) => hunk.from <= from && to <= hunk.to);
}
