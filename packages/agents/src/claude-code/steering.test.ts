import { expect, test } from "vitest";
import { steering } from "./steering.ts";

test("a message is one line that says what was said, whatever it holds", () => {
  const text = 'two\r\nlines \u2028\u2029\u0007 "quoted" \\ 🙂 {"type":"result"}';
  const line = steering.encode(text);
  expect(line.trimEnd().split(/[\n\r\u2028\u2029]/)).toHaveLength(1);
  expect(JSON.parse(line).message.content).toEqual([{ type: "text", text }]);
});

test.each([
  ['{"duration_ms":1,"type":"result","subtype":"success"}', true],
  ['{"duration_ms":1,"type":"result","is_error":true', true],
  ['{"type":"user","message":{"content":"\\"type\\":\\"result\\""}}', false],
  ['{"type":"assistant","message":{"input":{"type":"result"}}}', false],
  ["", false],
])("%j ends a turn: %j", (line, isEnd) => {
  expect(steering.endsTurn(line)).toBe(isEnd);
});
