import type { DaySpending } from "@catalyst/api";
import { agentName } from "../words/agent-name.ts";

interface DayOfUse {
  /** `2026-01-31`, of UTC. */
  day: string;
  parts: { name: string; value: number }[];
}

export type Unit = "usd" | "tokens";

interface Days {
  /** The last of them. */
  today: Date;
  count: number;
}

const DAY_MILLISECONDS = 86_400_000;

/** What was spent day by day and by agents, the oldest day first, days on which nothing was as well. */
export function spendingByDay(spending: readonly DaySpending[], unit: Unit, { today, count }: Days): DayOfUse[] {
  const days = new Map<string, Map<string, number>>();
  for (const { day, agentType, [unit]: value } of spending) {
    const parts = days.get(day) ?? new Map<string, number>();
    const name = agentName(agentType);
    parts.set(name, (parts.get(name) ?? 0) + value);
    days.set(day, parts);
  }
  return Array.from({ length: count }, (_, at) => {
    const day = new Date(today.getTime() - (count - 1 - at) * DAY_MILLISECONDS).toISOString().slice(0, 10);
    return { day, parts: [...(days.get(day) ?? [])].map(([name, value]) => ({ name, value })) };
  });
}

interface ModelUse {
  agent: string;
  model: string;
  requests: number;
  usd: number;
  tokens: number;
}

/** The same by agents and their models, what came to most first. */
export function spendingByModel(spending: readonly DaySpending[], unit: Unit): ModelUse[] {
  const uses = new Map<string, ModelUse>();
  for (const { agentType, model, requests, usd, tokens } of spending) {
    const [agent, name] = [agentName(agentType), model ?? "the agent's own"];
    const key = JSON.stringify([agent, name]);
    const had = uses.get(key) ?? { agent, model: name, requests: 0, usd: 0, tokens: 0 };
    uses.set(key, {
      ...had,
      requests: had.requests + requests,
      usd: had.usd + usd,
      tokens: had.tokens + tokens,
    });
  }
  return [...uses.values()].toSorted((one, other) => other[unit] - one[unit]);
}
