import { setTimeout as wait } from "node:timers/promises";
import { askForPool, readPool } from "../../../e2e/cluster/pools/ask-for-pool.ts";
import { describeDelays } from "../figures/delays.ts";
import { type Figure, ratioFigure } from "../figures/figure.ts";
import { measureInTurn } from "../figures/measure.ts";
import { openOperatorBench, PROJECT } from "./open-operator-bench.ts";

const REPLICAS = 20;
const GOAL = 2;
const LOOK_MILLISECONDS = 50;

/** From an Environment's being asked for until the pod that waited is its own, and until it is told to be ready; and a bare object, in turn. */
export async function measureClaims({ folder, rounds }: { folder: string; rounds: number }): Promise<Figure[]> {
  const bench = await openOperatorBench(folder, true);
  try {
    await askForPool(bench.admin, PROJECT, { replicas: REPLICAS });
    const claim = async () => {
      while (((await readPool(bench.admin, PROJECT))?.status?.ready ?? 0) < REPLICAS) {
        await wait(LOOK_MILLISECONDS);
      }
      const from = performance.now();
      const name = await bench.make();
      return { claimed: (await bench.claimed.first(name)) - from, ready: (await bench.ready.first(name)) - from };
    };
    const ways = [claim, async () => ({ seen: await bench.createBare() })];
    const [{ claimed = [], ready = [] } = {}, { seen = [] } = {}] = await measureInTurn(ways, rounds);
    const baseline = { name: "a bare object until a watch tells of it", times: seen };
    const figures = [
      ratioFigure({ what: "an Environment until a warm pod is its own", times: claimed, baseline, goal: GOAL }),
      ratioFigure({ what: "the same until it is told to be ready", times: ready, baseline, goal: null }),
    ];
    return figures.map((figure, index) => ({
      ...figure,
      detail: `${figure.detail}; ${describeDelays((index === 0 ? claimed : ready).map(Math.round))}`,
    }));
  } finally {
    await bench.close();
  }
}
