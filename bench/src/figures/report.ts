import type { Machine } from "./describe-machine.ts";
import { type Figure, isMet } from "./figure.ts";

const DIGITS = {
  times: 2,
  "a second": 1,
  ms: 0,
  us: 0,
  lines: 0,
  deliveries: 0,
  connections: 0,
  changes: 0,
  kB: 0,
  MB: 0,
};

/** The figures as a table of markdown, a line each, with the goal and whether it is met. */
export function renderTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${figure.value.toFixed(DIGITS[figure.unit])} ${figure.unit}`,
    figure.goal === null ? "" : `<= ${figure.goal} ${figure.unit}`,
    describeMet(figure),
    figure.detail,
  ]);
  const table = [["", "measured", "goal", "met", "median (least to most)"], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = table;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...body.map(line)].join("\n");
}

function describeMet(figure: Figure): string {
  const met = isMet(figure);
  if (met === null) {
    return "";
  }
  return met ? "yes" : "NO";
}

/** The same for programs, with what it was measured on. */
export function renderJson(machine: Machine, figures: readonly Figure[]): string {
  return JSON.stringify({ machine, figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })) }, null, 2);
}
