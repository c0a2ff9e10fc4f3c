import { createColors } from "picocolors";
import { expect, test } from "vitest";
import { renderUsage } from "./show-usage.ts";

const plain = { colors: createColors(false), width: null };

test("what was spent is a row for each day, agent and model, with the sum below", () => {
  const spending = [
    { day: "2026-11-27", agentType: "claude-code", model: null, requests: 12, usd: 1.5, tokens: 7_700 },
    { day: "2026-11-28", agentType: null, model: "gpt\u001b[2J-5", requests: 1, usd: 0.25, tokens: 300 },
  ];
  const lines = renderUsage(spending, 30, plain);
  expect(lines).toHaveLength(4);
  expect(lines[1]).toBe("2026-11-27  12        7.7k    $1.50  claude-code  the agent's own");
  expect(lines[2]).toMatch(/^2026-11-28 {2}1 {9}300 {5}\$0\.25 {2}- {12}gpt/);
  expect(lines.join("")).not.toContain("\u001b");
  expect(lines[3]).toContain("$1.75 in the last 30 days: 13 requests, 8.0k tokens");
  expect(renderUsage(spending, 1, plain)[3]).toContain("$1.75 today (UTC)");
});
