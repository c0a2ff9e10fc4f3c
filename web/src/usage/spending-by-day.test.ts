import type { DaySpending } from "@catalyst/api";
import { expect, test } from "vitest";
import { spendingByDay, spendingByModel } from "./spending-by-day.ts";

function spent(day: string, usd: number, of: Partial<DaySpending>): DaySpending {
  return { day, agentType: null, model: null, requests: 1, usd, tokens: usd * 1000, ...of };
}

const SPENDING = [
  spent("2026-01-01", 2, { agentType: "codex-cli", model: "one" }),
  spent("2026-01-01", 3, { agentType: "codex-cli", model: "other" }),
  spent("2026-01-03", 1, { agentType: "claude-code" }),
];

test("what an agent spent on a day is one part of it, and days without any are there", () => {
  const today = new Date("2026-01-03T23:59:00Z");
  expect(spendingByDay(SPENDING, "usd", { today, count: 4 })).toEqual([
    { day: "2025-12-31", parts: [] },
    { day: "2026-01-01", parts: [{ name: "Codex CLI", value: 5 }] },
    { day: "2026-01-02", parts: [] },
    { day: "2026-01-03", parts: [{ name: "Claude Code", value: 1 }] },
  ]);
});

test("by models, what came to most is the first", () => {
  expect(
    spendingByModel([...SPENDING, spent("2026-01-02", 4, { agentType: "codex-cli", model: "one" })], "tokens"),
  ).toMatchObject([
    { agent: "Codex CLI", model: "one", requests: 2, usd: 6, tokens: 6000 },
    { model: "other", usd: 3 },
    { agent: "Claude Code", model: "the agent's own" },
  ]);
});
