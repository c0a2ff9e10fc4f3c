import { removeTerminalSequences } from "@catalyst/core/apart";
import type { Output } from "./output.ts";

/** Fewer letters of the last column would tell nothing. */
const SHORTEST = 8;
const GAP = "  ";

/**
 * Rows in columns as wide as their widest cell. Cells may be coloured; the last column isn't padded, and is cut where it would go
 * beyond the terminal's edge.
 */
export function renderTable(
  headings: string[],
  rows: string[][],
  { colors, width }: Pick<Output, "colors" | "width">,
): string[] {
  const all = [headings.map((heading) => colors.dim(heading)), ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => visibleLength(row[column] ?? ""))));
  const before = widths.slice(0, -1).reduce((sum, each) => sum + each + GAP.length, 0);
  const room = width === null ? Number.POSITIVE_INFINITY : Math.max(width - before, SHORTEST);
  return all.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cut(cell, room) : pad(cell, widths[column] as number)))
      .join(GAP)
      .trimEnd(),
  );
}

function cut(cell: string, room: number): string {
  return visibleLength(cell) <= room ? cell : `${[...removeTerminalSequences(cell)].slice(0, room - 1).join("")}…`;
}

function pad(cell: string, width: number): string {
  return cell + " ".repeat(width - visibleLength(cell));
}

function visibleLength(text: string): number {
  return [...removeTerminalSequences(text)].length;
}
