import { expect, test } from "vitest";
import { formatLogLine } from "./format-log-line.ts";

test("a log record becomes a line for a person", () => {
  const line =
    '{"level":30,"time":1764000000000,"pid":1,"hostname":"h","name":"worker","executionId":"e1","msg":"worker started"}';
  expect(formatLogLine(line)).toBe("16:00:00 info  worker started executionId=e1");
});

test("who watches isn't told where in the code something failed, a file is", () => {
  const line =
    '{"level":40,"time":1764000000000,"msg":"no answer","errorAt":["at x (file:///a.ts:1)"],"code":"ECONNRESET"}';
  expect(formatLogLine(line, { isWatched: true })).toBe("16:00:00 warn  no answer code=ECONNRESET");
  expect(formatLogLine(line)).toContain("file:///a.ts");
});

test("what is no log record stays, without what a terminal obeys", () => {
  expect(formatLogLine("Error: \u001b[31mno")).toBe("Error: no");
  expect(formatLogLine('{"a":1}')).toBe('{"a":1}');
});
