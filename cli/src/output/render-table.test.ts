import { createColors } from "picocolors";
import { expect, test } from "vitest";
import { renderTable } from "./render-table.ts";

const ROWS = [
  ["#1", "completed", "Run the repository's tests"],
  ["#12", "failed", "Short"],
];
const render = (width: number | null) =>
  renderTable(["", "status", "title"], ROWS, { colors: createColors(false), width });

test("the last column is cut at the terminal's edge, and whole where there is none", () => {
  expect(render(30)).toEqual(["     status     title", "#1   completed  Run the repos…", "#12  failed     Short"]);
  expect(render(null)[1]).toBe("#1   completed  Run the repository's tests");
});

test("something of the last column is left on the narrowest terminal", () => {
  expect(render(5)[1]).toBe("#1   completed  Run the…");
});
