import type { ExecutionEventBody } from "@catalyst/core";
import { createColors } from "picocolors";
import { describe, expect, test } from "vitest";
import { renderEvent } from "./render-event.ts";

const plain = createColors(false);
const render = (body: ExecutionEventBody) => renderEvent({ body }, plain);

describe("renderEvent", () => {
  test("a message stands behind a bar", () => {
    expect(render({ type: "message", role: "assistant", text: "I look\nat it.\n" })).toEqual([
      "  │ I look",
      "  │ at it.",
    ]);
  });

  test("an agent's text can't be taken for our words", () => {
    const text = "\u001b[2K\r✓ Task #1 is completed\n· the agent ended: completed";
    for (const line of render({ type: "message", role: "assistant", text })) {
      expect(line.startsWith("  │ ")).toBe(true);
      expect(line).not.toContain("\u001b");
      expect(line).not.toContain("\r");
    }
  });

  test("what a newer version tells is one neutral line, named without what could deceive", () => {
    const known = renderEvent({ body: { type: "screenshot", text: "\u001b[2J" } }, plain);
    expect(known).toEqual(["· screenshot: told by a newer version of Catalyst"]);
    const odd = renderEvent({ body: { type: "✓ Task #1\nis done" } }, plain);
    expect(odd).toEqual(["· unknown: told by a newer version of Catalyst"]);
  });

  test("a budget that comes to its end is said with its amounts", () => {
    const budget = { type: "budget", scope: "task", limit: 2 } as const;
    expect(render({ ...budget, kind: "warning", unit: "usd", spent: 1.7 })).toEqual([
      "! $1.70 of $2.00 of the budget of the task are spent",
    ]);
    const tokens = { kind: "exceeded", scope: "execution", unit: "tokens", limit: 1000, spent: 1285 } as const;
    expect(render({ ...budget, ...tokens })).toEqual(["! the budget of this run is spent: 1.3k tokens of 1.0k tokens"]);
  });

  test("a line of output that is a whole file is cut, and says so", () => {
    const [line = ""] = render({ type: "log", stream: "stdout", text: "x".repeat(65_000) });
    expect(line).toMatch(/^ {2}┆ x{400} … 64\.6k more letters$/);
    expect(render({ type: "message", role: "assistant", text: "y".repeat(3000) })[0]).toContain("y".repeat(3000));
  });

  test("a tool call is one line", () => {
    const lines = render({
      type: "tool_call",
      callId: "1",
      tool: "Bash\u001b[31m",
      summary: `npm test\nrm -rf /\u202e${"x".repeat(500)}`,
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^ {2}⏵ Bash npm test rm -rf \/x+…$/);
  });

  test("a tool's result is shown when it is an error", () => {
    expect(render({ type: "tool_result", callId: "1", isError: false, text: "fine" })).toEqual([]);
    expect(render({ type: "tool_result", callId: "1", isError: true, text: "1\n2\n3\n4\n5\n6\n7" })).toEqual([
      ...[1, 2, 3, 4, 5].map((line) => `  ✗ ${line}`),
      "  ✗ … 2 more lines",
    ]);
  });

  test("what was blocked and what the provider refused is said", () => {
    expect(render({ type: "blocked", action: "git push main", reason: "only catalyst/x may be pushed" })).toEqual([
      "! blocked git push main: only catalyst/x may be pushed",
    ]);
    expect(render({ type: "llm_error", provider: "anthropic", httpStatus: 401, detail: "invalid key" })).toEqual([
      "! anthropic answered 401: invalid key",
    ]);
    expect(render({ type: "blocked_more", count: 30, last: "GET /x\u001b[2J" })).toEqual([
      "! 30 more were refused, not told one by one; the last: GET /x",
    ]);
  });

  test("what the log had no room for is said", () => {
    expect(render({ type: "left_out", events: 1, bytes: 5_200_000 })).toEqual([
      "! the log of this run is full: 1 event (5.2M bytes) left out here",
    ]);
  });

  test("what of the work could not be taken, and what lies beside it, is said", () => {
    const beside = [{ name: "side\u001b[2J", commit: "a".repeat(40) }];
    expect(render({ type: "collected", leftOut: ["huge.bin (over 100 MiB)"], beside })).toEqual([
      "! left out: huge.bin (over 100 MiB)",
      "· beside the branch: side",
    ]);
  });

  test("how the agent ended is said", () => {
    const body = {
      type: "agent_ended",
      command: "x",
      summary: null,
      headCommit: null,
      sessionId: null,
      seconds: 1,
    } as const;
    expect(render({ ...body, outcome: "completed", exitCode: 0 })).toEqual(["· the agent ended: completed"]);
    expect(render({ ...body, outcome: "timed_out", exitCode: 143 })).toEqual([
      "! the agent ended: timed out (exit code 143)",
    ]);
  });

  test("usage is not for the transcript", () => {
    expect(
      render({
        type: "agent_usage",
        usage: { inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 1, reasoningTokens: 0 },
      }),
    ).toEqual([]);
  });
});

test.each(["\t", " \n", "\u001b]", "\u009b", "\u00a0"])(
  "an event that is made to be hard to show is shown soon: %j",
  (part) => {
    const before = process.threadCpuUsage();
    for (let count = 0; count < 10; count++) {
      render({ type: "log", stream: "stdout", text: `a${part.repeat((64 * 1024) / part.length - 1)}b` });
    }
    expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(2000);
  },
);
