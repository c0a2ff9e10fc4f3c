import { expect, test } from "vitest";
import { doingOf } from "./doing-of.ts";

test("what an execution does is a line, and what tells nothing of it is none", () => {
  expect(doingOf({ body: { type: "tool_call", tool: "Bash", summary: "npm test\n--watch" } })).toBe("Bash npm test");
  expect(doingOf({ body: { type: "message", role: "assistant", text: "\n\nI look at it.\nThen" } })).toBe(
    "I look at it.",
  );
  expect(doingOf({ body: { type: "message", role: "thinking", text: "hm" } })).toBe("Thinking");
  expect(doingOf({ body: { type: "hook", name: "verify", phase: "started" } })).toBe("Verify is running");
  expect(doingOf({ body: { type: "log", text: "a" } })).toBeNull();
  expect(doingOf({ body: { type: "message", role: "assistant", text: " " } })).toBeNull();
  expect(doingOf({ body: { type: "toString" } })).toBeNull();
  expect(doingOf(null)).toBeNull();
});
