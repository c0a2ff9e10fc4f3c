import { join } from "node:path";
import { shareOf } from "../figures/delays.ts";
import type { Figure } from "../figures/figure.ts";
import { median } from "../figures/measure.ts";
import { type Peer, startPeers } from "../peers/start-peers.ts";
import { type Asked, askModel, type Door } from "../serving/ask-model.ts";
import { startServing } from "../serving/start-serving.ts";

const LOADS = [1, 16, 64];
const SECONDS = 2;
const GOAL_MILLISECONDS = { "no limit": 1, budgets: 2 };
const FIRST_GOAL_MILLISECONDS = 1;
/** Far from being spent. */
const BUDGETS = { execution: { usd: 1e9 }, task: { tokens: 1e12 }, day: { usd: 1e9 } };

const OURS = ["no limit", "budgets"] as const;

interface Way {
  name: "bare" | (typeof OURS)[number] | Peer["name"];
  doors: Door[];
}

/** On Node 24 Portkey 1.15.2 answers every stream with 500: it changes the headers of the provider's answer, which can't be changed. */
const WITHOUT_STREAMS: Way["name"][] = ["Portkey"];

interface GatewayWish {
  folder: string;
  rounds: number;
  /** Whether other gateways are asked in the same rounds. */
  withPeers: boolean;
}

/** Requests to a model through the gateway, with and without limits, beside a proxy that only passes on, round after round. */
export async function measureGateway({ folder, rounds, withPeers }: GatewayWish): Promise<Figure[]> {
  const model = await startServing<{ url: string }>("serve-model.ts");
  const { url } = model.said;
  const stops = [() => model.stop()];
  const open = async (name: Way["name"], file: string, args: string[]): Promise<Way> => {
    const { said, stop } = await startServing<{ sockets: Door[] }>(file, args);
    stops.unshift(stop);
    return { name, doors: said.sockets };
  };
  try {
    const ways: Way[] = [
      await open("bare", "serve-pass-through.ts", [join(folder, "bare.sock"), url]),
      await open("no limit", "serve-gateway.ts", [url, "{}"]),
      await open("budgets", "serve-gateway.ts", [url, JSON.stringify(BUDGETS)]),
    ];
    for (const { name, door, stop } of withPeers ? await startPeers(folder, url) : []) {
      stops.unshift(stop);
      ways.push({ name, doors: [door] });
    }
    const figures: Figure[] = [];
    for (const connections of LOADS) {
      const found = await measureRounds(ways, { connections, isStream: false }, rounds);
      figures.push(...compare(`gateway, ${connections} at once`, found, connections === 1));
    }
    const streaming = ways.filter(({ name }) => !WITHOUT_STREAMS.includes(name));
    return [...figures, ...compareFirst(await measureRounds(streaming, { connections: 1, isStream: true }, rounds))];
  } finally {
    await Promise.all(stops.map((stop) => stop()));
  }
}

/** Of each way that was asked. */
type Found = Map<Way["name"], Asked[]>;

/** The first round doesn't count. */
async function measureRounds(
  ways: readonly Way[],
  how: { connections: number; isStream: boolean },
  rounds: number,
): Promise<Found> {
  const found: Found = new Map(ways.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, doors } of ways) {
      const asked = await askModel(doors, { ...how, seconds: SECONDS });
      if (round > 0) {
        found.get(name)?.push(asked);
      }
    }
  }
  return found;
}

function compare(what: string, found: Found, hasGoal: boolean): Figure[] {
  const of = (name: Way["name"]) => found.get(name) ?? [];
  const p50 = (name: Way["name"]) => median(of(name).map(({ whole }) => shareOf(whole, 0.5)));
  const p99 = (name: Way["name"]) => median(of(name).map(({ whole }) => shareOf(whole, 0.99)));
  const rate = (name: Way["name"]) => median(of(name).map(({ perSecond }) => perSecond));
  const names = [...found.keys()].filter((name) => name !== "bare");
  return names.map((name) => ({
    what: `${what}, ${name}, p50`,
    value: p50(name),
    unit: "ms",
    goal: hasGoal && isOurs(name) ? GOAL_MILLISECONDS[name] : null,
    detail: `${describe(p50(name), p99(name), rate(name))}; bare: ${describe(p50("bare"), p99("bare"), rate("bare"))}`,
  }));
}

function describe(p50: number, p99: number, perSecond: number): string {
  return `p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)} ms, ${perSecond.toFixed(0)} requests/s`;
}

function isOurs(name: Way["name"]): name is (typeof OURS)[number] {
  return OURS.some((own) => own === name);
}

/** Until the first piece of a stream, beyond what it takes the bare proxy. */
function compareFirst(found: Found): Figure[] {
  const p50 = (name: Way["name"]) => median((found.get(name) ?? []).map(({ first }) => shareOf(first, 0.5)));
  const names = [...found.keys()].filter((name) => name !== "bare");
  return names.map((name) => ({
    what: `gateway, first piece of a stream, ${name}, beyond the bare proxy's`,
    value: p50(name) - p50("bare"),
    unit: "ms",
    goal: isOurs(name) ? FIRST_GOAL_MILLISECONDS : null,
    detail: `p50 ${p50(name).toFixed(2)} against ${p50("bare").toFixed(2)} ms`,
  }));
}
