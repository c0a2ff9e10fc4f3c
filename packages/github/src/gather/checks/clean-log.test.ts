import { expect, test } from "vitest";
import { cleanLog } from "./clean-log.ts";

const clean = (text: string) => cleanLog(Buffer.from(text));

test("times and colours go, and what is said stays", () => {
  const log =
    "\uFEFF2026-11-02T10:00:00.1234567Z ##[group]Run npm test\r\n2026-11-02T10:00:01.0000000Z \u001b[31mFAIL\u001b[0m a.ts\n2026 isn't a time\n\n";
  expect(clean(log)).toBe("##[group]Run npm test\nFAIL a.ts\n2026 isn't a time");
});

test("of a long log the last 200 lines are left, and 32 KiB of them", () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}`);
  expect(clean(lines.join("\n"))).toBe(lines.slice(-200).join("\n"));
  expect(clean(`${"a".repeat(40_000)}\nthe end`)).toHaveLength(32 * 1024);
  expect(clean(`${"a".repeat(40_000)}\nthe end`)).toMatch(/the end$/);
});

test("a log that is cut within a character, or is none, is a text all the same", () => {
  expect(cleanLog(Uint8Array.from([0xa4, 0x0a, 0x61]))).toBe("\uFFFD\na");
});

test("a log that is made to be hard to read is read soon", () => {
  const before = process.threadCpuUsage();
  expect(clean("\u001b]".repeat(128 * 1024))).toHaveLength(32 * 1024);
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(2000);
});
