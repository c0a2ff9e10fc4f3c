import { stripVTControlCharacters } from "node:util";
import type { Colors } from "./output.ts";

/** Rows in columns as wide as their widest cell. Cells may be coloured; the last column isn't padded. */
export function renderTable(headings: string[], rows: string[][], colors: Colors): string[] {
  const all = [headings.map((heading) => colors.dim(heading)), ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => visibleLength(row[column] ?? ""))));
  return all.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : pad(cell, widths[column] as number)))
      .join("  ")
      .trimEnd(),
  );
}

function pad(cell: string, width: number): string {
  return cell + " ".repeat(width - visibleLength(cell));
}

function visibleLength(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
