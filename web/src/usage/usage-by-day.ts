import type { UsedTask } from "../actions/usage.ts";
import { agentName } from "../words/agent-name.ts";

interface DayOfUse {
  /** `2026-01-31`, of UTC. */
  day: string;
  parts: { name: string; value: number }[];
}

export type Unit = "usd" | "tokens";

/** What tasks cost by the day they were asked for and by their agents, the oldest day first, days without any as well. */
export function usageByDay(used: readonly UsedTask[], unit: Unit): DayOfUse[] {
  const days = new Map<string, Map<string, number>>();
  for (const { task, usage } of used) {
    const day = task.createdAt.slice(0, 10);
    const parts = days.get(day) ?? new Map<string, number>();
    const name = task.options.race === null ? agentName(task.agentType) : "A race of several";
    parts.set(name, (parts.get(name) ?? 0) + (usage?.spent[unit] ?? 0));
    days.set(day, parts);
  }
  const known = [...days.keys()].sort();
  return daysBetween(known[0], known.at(-1)).map((day) => ({
    day,
    parts: [...(days.get(day) ?? [])].map(([name, value]) => ({ name, value })),
  }));
}

const DAY_MILLISECONDS = 86_400_000;
/** More than a chart has room for. */
const MOST_DAYS = 92;

function daysBetween(first: string | undefined, last: string | undefined): string[] {
  if (first === undefined || last === undefined) {
    return [];
  }
  const end = Date.parse(last);
  const begin = Math.max(Date.parse(first), end - (MOST_DAYS - 1) * DAY_MILLISECONDS);
  const count = Math.round((end - begin) / DAY_MILLISECONDS) + 1;
  return Array.from({ length: count }, (_, at) => new Date(begin + at * DAY_MILLISECONDS).toISOString().slice(0, 10));
}
