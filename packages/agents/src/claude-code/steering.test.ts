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

test.each([
  ["Edit", "nobody can answer"],
  ["ExitPlanMode", "A person reads the plan now"],
])("asked for the permission to use %s, it says that there is nobody to give it", (tool, words) => {
  const request = { subtype: "can_use_tool", tool_name: tool, input: {}, tool_use_id: "call_1" };
  const reply = steering.reply?.(JSON.stringify({ type: "control_request", request_id: "one", request })) ?? "";
  expect(reply.endsWith("\n")).toBe(true);
  expect(JSON.parse(reply)).toEqual({
    type: "control_response",
    response: {
      subtype: "success",
      request_id: "one",
      response: { behavior: "deny", message: expect.stringContaining(words) },
    },
  });
});

test("a question that was cut for its length is answered too", () => {
  const line =
    '{"type":"control_request","request_id":"a-1","request":{"subtype":"can_use_tool","tool_name":"Wri [cut]';
  expect(JSON.parse(steering.reply?.(line) ?? "").response.request_id).toBe("a-1");
});

test.each(['{"type":"assistant"}', '{"type":"control_request"}', "", "{"])("%j asks for nothing", (line) => {
  expect(steering.reply?.(line)).toBeNull();
});
