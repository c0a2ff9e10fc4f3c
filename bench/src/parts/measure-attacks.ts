import { type Attack, askHealth, beginAttack, runOther } from "../../../e2e/malicious/beside.ts";
import type { TestHome } from "../../../e2e/start-catalyst.ts";
import { type Figure, ratioFigure } from "../figures/figure.ts";

/** As long as beside nobody, and as long again. */
const GOAL = 2;
const PROBES = 100;
/** Of what an attack said that ended by itself. */
const LAST_WORDS = 500;

interface Measured {
  home: TestHome;
  rounds: number;
}

type Probe = "gateway" | "server" | "execution";
type Delays = Record<Probe, number[]>;
const PROBED: Record<Probe, string> = {
  gateway: "the gateway's answer",
  server: "the server's answer",
  execution: "another execution",
};

/**
 * What others wait for while one environment does what it can against them, against the same on a quiet home a moment before. The
 * attack goes on until it is ended: one that ended earlier, or a process that didn't answer well, is no figure and throws.
 */
export async function measureAttack([what, script]: [string, string], { home, rounds }: Measured): Promise<Figure[]> {
  const quiet = await probe(home, rounds);
  const attack = await beginAttack(home, script);
  const beside = await probeBeside(attack, { home, rounds }).finally(() => attack.end());
  const compare = (probed: Probe) => {
    const baseline = { name: "a quiet home", times: quiet[probed] };
    return ratioFigure({ what: `${PROBED[probed]} beside ${what}`, times: beside[probed], baseline, goal: GOAL });
  };
  return (Object.keys(PROBED) as Probe[]).map(compare);
}

async function probeBeside(attack: Attack, { home, rounds }: Measured): Promise<Delays> {
  await attack.shows("at work");
  const delays = await probe(home, rounds);
  if (!attack.isRunning()) {
    throw new Error(`The attack had ended by itself:\n${attack.output().slice(-LAST_WORDS)}`);
  }
  return delays;
}

async function probe(home: TestHome, rounds: number): Promise<Delays> {
  const delays: Delays = { gateway: [], server: [], execution: [] };
  for (let round = 0; round < rounds; round++) {
    for (let count = 0; count < PROBES / rounds; count++) {
      delays.gateway.push(await timeOf(() => askWell(home, "gateway")));
      delays.server.push(await timeOf(() => askWell(home, "server")));
    }
    delays.execution.push(await timeOf(() => runOther(home)));
  }
  return delays;
}

async function askWell(home: TestHome, process: "gateway" | "server"): Promise<void> {
  const status = await askHealth(home, process);
  if (status !== 200) {
    throw new Error(`The ${process} answered with ${status}.`);
  }
}

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}
