import { setTimeout as wait } from "node:timers/promises";
import type { Figure } from "../figures/figure.ts";
import { describeTimes, measureInTurn, median, type Times } from "../figures/measure.ts";
import { type OperatorBench, openOperatorBench } from "./open-operator-bench.ts";

const FEW = 10;
const AT_ONCE = 16;
const GOAL_OF_SIZE = 1.3;
const GOAL_OF_MEMORY = 150;
/** What a burst leaves to be written is over by then. */
const REST_MILLISECONDS = 5000;

interface Measuring {
  folder: string;
  /** How many Environments are many. */
  size: number;
  rounds: number;
}

/** The operator's process on a bare API server, with few Environments and with many, whose pods all work. */
export async function measureOperator({ folder, size, rounds }: Measuring): Promise<Figure[]> {
  const bench = await openOperatorBench(folder);
  try {
    await makeMany(bench, FEW);
    const few = await measureCreations(bench, rounds);
    const { now: littleMemory } = await bench.memory();
    const burst = await makeMany(bench, size - bench.ready.count());
    await wait(REST_MILLISECONDS);
    const many = await measureCreations(bench, rounds);
    const { now, most } = await bench.memory();
    const restart = await measureRestart(bench);
    const memory = `${littleMemory.toFixed(0)} MB with ${FEW}, ${most.toFixed(0)} MB at most`;
    return [
      ...compareSizes({ size, few, many }),
      { ...burst.pods, goal: null, what: `pods made, ${burst.count} Environments at once`, unit: "a second" },
      { ...burst.ready, goal: null, what: "the same, until each is told to be ready", unit: "a second" },
      { what: `memory with ${size}`, value: now, unit: "MB", goal: GOAL_OF_MEMORY, detail: memory },
      { what: `a new operator with ${size}, until it makes a pod`, value: restart, unit: "ms", goal: null, detail: "" },
    ];
  } finally {
    await bench.close();
  }
}

/** From an Environment's being asked for until its pod is told of, and until it is told to be ready; and a bare object, in turn. */
async function measureCreations(bench: OperatorBench, rounds: number): Promise<[ours: Times, bare: Times]> {
  const create = async () => {
    const from = performance.now();
    const name = await bench.make();
    return { pod: (await bench.pods.first(name)) - from, ready: (await bench.ready.first(name)) - from };
  };
  const [ours = {}, bare = {}] = await measureInTurn(
    [create, async () => ({ seen: await bench.createBare() })],
    rounds,
  );
  return [ours, bare];
}

interface Sizes {
  size: number;
  few: [ours: Times, bare: Times];
  many: [ours: Times, bare: Times];
}

function compareSizes({ size, few: [few, bareFew], many: [many, bareMany] }: Sizes): Figure[] {
  const bare = [bareMany, bareFew].map(({ seen = [] }) => `${median(seen).toFixed(1)} ms`).join(" and ");
  return (["pod", "ready"] as const).map((part) => {
    const [of, than] = [many[part] ?? [], few[part] ?? []];
    const what = `an Environment ${part === "pod" ? "until its pod is made" : "until it is ready"}, with ${size} against ${FEW}`;
    const detail = `${describeTimes(of)} against ${describeTimes(than)}; a bare object then ${bare}`;
    return { what, value: median(of) / median(than), unit: "times", goal: GOAL_OF_SIZE, detail };
  });
}

type Rate = Pick<Figure, "value" | "detail">;

async function makeMany(bench: OperatorBench, count: number): Promise<{ count: number; pods: Rate; ready: Rate }> {
  const from = performance.now();
  const names: string[] = [];
  let left = count;
  const work = async () => {
    while (left > 0) {
      left--;
      names.push(await bench.make());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const asked = performance.now() - from;
  const rate = async (sightings: OperatorBench["pods"]): Promise<Rate> => {
    const seconds = (Math.max(...(await Promise.all(names.map(sightings.first)))) - from) / 1000;
    return {
      value: count / seconds,
      detail: `${seconds.toFixed(1)} s, asked for within ${(asked / 1000).toFixed(1)} s`,
    };
  };
  return { count, pods: await rate(bench.pods), ready: await rate(bench.ready) };
}

async function measureRestart(bench: OperatorBench): Promise<number> {
  const from = performance.now();
  await bench.restartOperator();
  return (await bench.pods.first(await bench.make())) - from;
}
