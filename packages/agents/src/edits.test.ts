import { expect, test } from "vitest";
import { createOutputReader as readClaude } from "./claude-code/read-output.ts";
import { createOutputReader as readGemini } from "./gemini-cli/read-output.ts";
import { createOutputReader as readOpencode } from "./opencode/read-output.ts";
import { editOf } from "./text-event.ts";

const claude = (name: string, input: object) =>
  JSON.stringify({ type: "assistant", message: { content: [{ type: "tool_use", id: "1", name, input }] } });

test("of an edit both sides are told, of a file that is written what it is to be, of everything else none", () => {
  const told = (line: string) => readClaude().read(line);
  const input = { file_path: "/a.js", old_string: "one\n", new_string: "two\n" };
  expect(told(claude("Edit", input))).toMatchObject([{ edit: { removed: "one\n", added: "two\n", isCut: false } }]);
  expect(told(claude("Write", { file_path: "/a.js", content: "two" }))).toMatchObject([
    { summary: "/a.js", edit: { removed: "", added: "two" } },
  ]);
  expect(told(claude("Bash", { command: "ls" }))[0]).not.toHaveProperty("edit");
  expect(told(claude("Edit", { file_path: "/a.js", old_string: 3, new_string: {} }))[0]).not.toHaveProperty("edit");
});

test("so do the other agents that say them", () => {
  const gemini = { type: "tool_use", tool_id: "1", tool_name: "replace", timestamp: "2026-01-01T00:00:00Z" };
  const parameters = { file_path: "/a.js", old_string: "one", new_string: "two" };
  expect(readGemini().read(JSON.stringify({ ...gemini, parameters }))).toMatchObject([
    { edit: { removed: "one", added: "two" } },
  ]);
  const state = { status: "completed", input: { filePath: "/a.js", oldString: "one", newString: "two" }, output: "" };
  const part = { tool: "edit", callID: "1", state };
  expect(
    readOpencode()
      .read(JSON.stringify({ type: "tool_use", sessionID: "s", part }))
      .at(-2),
  ).toMatchObject({
    edit: { removed: "one", added: "two" },
  });
});

test("as much of an edit is told as a few lines show, and that there is more", () => {
  const lines = Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n");
  const { edit } = editOf(lines, "x".repeat(100_000));
  expect(edit?.removed.split("\n")).toHaveLength(12);
  expect(edit).toMatchObject({ added: "x".repeat(2000), isCut: true });
});
