import type { Lines, Side } from "../state/review.ts";

interface HunkLine {
  text: string;
  left: number | null;
  right: number | null;
}

/** The hunk as far as the line, if all lines are within one hunk on that side; null: they aren't part of the diff. */
export function findHunk(patch: string, { line, startLine, side }: Omit<Lines, "path">): string | null {
  for (const hunk of splitHunks(patch)) {
    const end = findLine(hunk.lines, side, line);
    const start = startLine === null ? end : findLine(hunk.lines, side, startLine);
    if (end >= 0 && start >= 0 && (startLine === null || start < end)) {
      return [hunk.head, ...hunk.lines.slice(0, end + 1).map(({ text }) => text)].join("\n");
    }
  }
  return null;
}

function findLine(lines: readonly HunkLine[], side: Side, number: number): number {
  return lines.findIndex(({ left, right }) => (side === "LEFT" ? left : right) === number);
}

function splitHunks(patch: string): { head: string; lines: HunkLine[] }[] {
  const hunks: { head: string; lines: HunkLine[] }[] = [];
  let [left, right] = [0, 0];
  for (const text of patch.split("\n")) {
    const [, old, next] = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text) ?? [];
    if (old !== undefined && next !== undefined) {
      [left, right] = [Number(old), Number(next)];
      hunks.push({ head: text, lines: [] });
    } else if (!text.startsWith("\\")) {
      const isOld = !text.startsWith("+");
      const isNew = !text.startsWith("-");
      hunks.at(-1)?.lines.push({ text, left: isOld ? left++ : null, right: isNew ? right++ : null });
    }
  }
  return hunks;
}
