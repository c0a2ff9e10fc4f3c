import { expect, test } from "vitest";
import { startOfWindow, WINDOW_LINES } from "./start-of-window.ts";

test("a log that isn't long is one window", () => {
  for (const count of [0, 1, 500, WINDOW_LINES]) {
    expect([startOfWindow(0, count), startOfWindow(count, count)]).toEqual([0, 0]);
  }
});

test("every line is well within its window, but for those at the ends of the log, which the window stands at", () => {
  const count = 1_000_003;
  for (const line of [0, 1, 4_999, 9_999, 123_456, 500_000, 985_000, count - 1]) {
    const start = startOfWindow(line, count);
    const end = Math.min(count, start + WINDOW_LINES);
    expect(start === 0 || line - start >= 5000, `${line}`).toBe(true);
    expect(end === count || end - line >= 5000, `${line}`).toBe(true);
  }
  expect(startOfWindow(0, count)).toBe(0);
  expect(startOfWindow(count, count) + WINDOW_LINES).toBeGreaterThanOrEqual(count);
});
