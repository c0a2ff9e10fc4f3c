import { expect, test } from "vitest";
import type { UsedTask } from "../actions/usage.ts";
import { usageByDay } from "./usage-by-day.ts";

function used(createdAt: string, agentType: string | null, usd: number): UsedTask {
  const task = { createdAt, agentType, options: { race: null } };
  return { task, usage: { spent: { usd, tokens: 0 } } } as unknown as UsedTask;
}

test("what tasks of an agent cost in a day is one part of it, and days between are there", () => {
  const days = usageByDay(
    [
      used("2026-01-03T10:00:00.000Z", "claude-code", 1),
      used("2026-01-01T23:59:00.000Z", "codex-cli", 2),
      used("2026-01-01T00:00:00.000Z", "codex-cli", 3),
    ],
    "usd",
  );
  expect(days).toEqual([
    { day: "2026-01-01", parts: [{ name: "Codex CLI", value: 5 }] },
    { day: "2026-01-02", parts: [] },
    { day: "2026-01-03", parts: [{ name: "Claude Code", value: 1 }] },
  ]);
});

test("of tasks far apart the last days are shown", () => {
  const days = usageByDay(
    [used("2026-06-01T00:00:00.000Z", "aider", 1), used("2020-01-01T00:00:00.000Z", "aider", 1)],
    "usd",
  );
  expect(days).toHaveLength(92);
  expect(days.at(-1)?.day).toBe("2026-06-01");
});
