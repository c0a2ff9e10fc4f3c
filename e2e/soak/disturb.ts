import { setTimeout as wait } from "node:timers/promises";
import { PROCESSES, putToSleep } from "../durability/victims.ts";
import type { Soak } from "./open-soak.ts";
import type { SoakPlan } from "./soak-plan.ts";

type Victim = keyof typeof PROCESSES;
/** One disturbance of so many is a worker that sleeps instead of dying. */
const SLEEPS_ONE_OF = 10;

export type Disturbed = Record<Victim | "sleeping worker" | "request to the peer", number>;

/** Kills, stops and has requests fail at random until the signal; resolves once that is over and everything runs again. */
export async function disturb(soak: Soak, plan: SoakPlan, signal: AbortSignal): Promise<Disturbed> {
  const count: Disturbed = {
    ...{ worker: 0, gateway: 0, server: 0, database: 0 },
    ...{ "sleeping worker": 0, "request to the peer": 0 },
  };
  failAtRandom(soak, { plan, signal, count });
  await killAtRandom(soak, { plan, signal, count });
  return count;
}

interface Disturbing {
  plan: SoakPlan;
  signal: AbortSignal;
  count: Disturbed;
}

async function killAtRandom({ home }: Soak, { plan, signal, count }: Disturbing): Promise<void> {
  const { killSeconds, random } = plan;
  const names = Object.keys(PROCESSES) as Victim[];
  while (!signal.aborted && killSeconds > 0) {
    await wait(killSeconds * 1000 * (0.5 + random()), undefined, { signal }).catch(() => undefined);
    const victim = names[Math.floor(random() * names.length)] ?? "worker";
    if (signal.aborted) {
      return;
    }
    if (random() * SLEEPS_ONE_OF < 1) {
      count["sleeping worker"] += await putToSleep(home, PROCESSES.worker, signal);
    } else if ((await home.kill(PROCESSES[victim])) > 0) {
      count[victim] += 1;
    }
  }
}

const SERVER_ERRORS = [500, 502, 503];

/** A share of all requests fails, before what they ask for was done or after that; until the signal. */
function failAtRandom({ peer }: Soak, { plan, signal, count }: Disturbing): void {
  const { failing, random } = plan;
  const ways = [...SERVER_ERRORS.map((status) => ({ status })), "cut" as const].flatMap((does) =>
    (["before", "after"] as const).map((when) => ({ does, when })),
  );
  const falls = () => {
    const isMet = !signal.aborted && random() < failing / ways.length;
    count["request to the peer"] += Number(isMet);
    return isMet;
  };
  for (const way of ways) {
    peer.meet({ ...way, path: /\/(repos|app)\//, times: Number.POSITIVE_INFINITY, falls });
  }
}
