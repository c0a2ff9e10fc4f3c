import { ATTACKS } from "../../../e2e/malicious/attacks.ts";
import { askHealth, beginAttack, runOther } from "../../../e2e/malicious/beside.ts";
import type { TestHome } from "../../../e2e/start-catalyst.ts";
import { type Figure, ratioFigure } from "../figures/figure.ts";

/** As long as beside nobody, and as long again. */
const GOAL = 2;
const PROBES = 100;

type Probe = "gateway" | "server" | "execution";
type Delays = Record<Probe, number[]>;
const PROBED: Record<Probe, string> = {
  gateway: "the gateway's answer",
  server: "the server's answer",
  execution: "another execution",
};

/**
 * What others wait for while one environment does what it can against them, against the same on a quiet home a moment before. Each
 * attack goes on until it is ended.
 */
export async function measureAttacks({ home, rounds }: { home: TestHome; rounds: number }): Promise<Figure[]> {
  await probe(home, 1);
  const figures: Figure[] = [];
  for (const [what, script] of ATTACKS) {
    const quiet = await probe(home, rounds);
    const attack = await beginAttack(home, script);
    await attack.shows("at work");
    const beside = await probe(home, rounds).finally(() => attack.end());
    const compare = (probed: Probe) => {
      const baseline = { name: "a quiet home", times: quiet[probed] };
      return ratioFigure({ what: `${PROBED[probed]} beside ${what}`, times: beside[probed], baseline, goal: GOAL });
    };
    figures.push(...(Object.keys(PROBED) as Probe[]).map(compare));
  }
  return figures;
}

async function probe(home: TestHome, rounds: number): Promise<Delays> {
  const delays: Delays = { gateway: [], server: [], execution: [] };
  for (let round = 0; round < rounds; round++) {
    for (let count = 0; count < PROBES / rounds; count++) {
      delays.gateway.push(await timeOf(() => askHealth(home, "gateway")));
      delays.server.push(await timeOf(() => askHealth(home, "server")));
    }
    delays.execution.push(await timeOf(() => runOther(home)));
  }
  return delays;
}

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}
