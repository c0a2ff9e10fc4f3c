import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createStatus } from "./show.ts";

let written: string;
beforeEach(() => {
  vi.useFakeTimers();
  written = "";
});
afterEach(() => void vi.useRealTimers());

const write = (text: string) => {
  written += text;
};

test("on a terminal what goes on is drawn with its time, over itself, and gone once it is done", () => {
  const status = createStatus({ isTTY: true, write }, (text) => text);
  status.begin("Starting");
  vi.advanceTimersByTime(3000);
  expect(written).toContain("\r  Starting … 3 s\u001b[K");
  expect(written).not.toContain("\n");
  status.end();
  expect(written.endsWith("\r\u001b[K")).toBe(true);
  const ended = written;
  vi.advanceTimersByTime(3000);
  status.clear();
  expect(written).toBe(ended);
});

test("elsewhere it is said once", () => {
  const status = createStatus({ write }, (text) => text);
  status.begin("Starting");
  vi.advanceTimersByTime(3000);
  status.end();
  expect(written).toBe("  Starting …\n");
});
