import { join } from "node:path";
import { shareOf } from "../figures/delays.ts";
import type { Figure } from "../figures/figure.ts";
import { median } from "../figures/measure.ts";
import { type Asked, askModel, type Door } from "../serving/ask-model.ts";
import { type Serving, startServing } from "../serving/start-serving.ts";

const LOADS = [1, 16, 64];
const SECONDS = 2;
const GOAL_MILLISECONDS = { "no limit": 1, budgets: 2 };
const FIRST_GOAL_MILLISECONDS = 1;
/** Far from being spent. */
const BUDGETS = { execution: { usd: 1e9 }, task: { tokens: 1e12 }, day: { usd: 1e9 } };

interface Way {
  name: "bare" | "no limit" | "budgets";
  serving: Serving<{ sockets: Door[] }>;
}

/** Requests to a model through the gateway, with and without limits, beside a proxy that only passes on, round after round. */
export async function measureGateway({ folder, rounds }: { folder: string; rounds: number }): Promise<Figure[]> {
  const model = await startServing<{ url: string }>("serve-model.ts");
  const { url } = model.said;
  const open = (file: string, args: string[]) => startServing<Way["serving"]["said"]>(file, args);
  const ways: Way[] = [
    { name: "bare", serving: await open("serve-pass-through.ts", [join(folder, "bare.sock"), url]) },
    { name: "no limit", serving: await open("serve-gateway.ts", [url, "{}"]) },
    { name: "budgets", serving: await open("serve-gateway.ts", [url, JSON.stringify(BUDGETS)]) },
  ];
  try {
    const figures: Figure[] = [];
    for (const connections of LOADS) {
      const found = await measureRounds(ways, { connections, isStream: false }, rounds);
      figures.push(...compare(`gateway, ${connections} at once`, found, connections === 1));
    }
    return [...figures, ...compareFirst(await measureRounds(ways, { connections: 1, isStream: true }, rounds))];
  } finally {
    await Promise.all([...ways.map(({ serving }) => serving.stop()), model.stop()]);
  }
}

type Found = Record<Way["name"], Asked[]>;

/** The first round doesn't count. */
async function measureRounds(
  ways: readonly Way[],
  how: { connections: number; isStream: boolean },
  rounds: number,
): Promise<Found> {
  const found: Found = { bare: [], "no limit": [], budgets: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const { name, serving } of ways) {
      const asked = await askModel(serving.said.sockets, { ...how, seconds: SECONDS });
      if (round > 0) {
        found[name].push(asked);
      }
    }
  }
  return found;
}

function compare(what: string, found: Found, hasGoal: boolean): Figure[] {
  const p50 = (name: Way["name"]) => median(found[name].map(({ whole }) => shareOf(whole, 0.5)));
  const p99 = (name: Way["name"]) => median(found[name].map(({ whole }) => shareOf(whole, 0.99)));
  const rate = (name: Way["name"]) => median(found[name].map(({ perSecond }) => perSecond));
  return (["no limit", "budgets"] as const).map((name) => ({
    what: `${what}, ${name}, p50`,
    value: p50(name),
    unit: "ms",
    goal: hasGoal ? GOAL_MILLISECONDS[name] : null,
    detail: `${describe(p50(name), p99(name), rate(name))}; bare: ${describe(p50("bare"), p99("bare"), rate("bare"))}`,
  }));
}

function describe(p50: number, p99: number, perSecond: number): string {
  return `p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)} ms, ${perSecond.toFixed(0)} requests/s`;
}

/** Until the first piece of a stream, beyond what it takes the bare proxy. */
function compareFirst(found: Found): Figure[] {
  const p50 = (name: Way["name"]) => median(found[name].map(({ first }) => shareOf(first, 0.5)));
  return (["no limit", "budgets"] as const).map((name) => ({
    what: `gateway, first piece of a stream, ${name}, beyond the bare proxy's`,
    value: p50(name) - p50("bare"),
    unit: "ms",
    goal: FIRST_GOAL_MILLISECONDS,
    detail: `p50 ${p50(name).toFixed(2)} against ${p50("bare").toFixed(2)} ms`,
  }));
}
