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
 * What others wait for while one environment does what it can against them, against the same on a quiet home, in turn. The attack goes on
 * until it is ended: one that ended earlier, or a process that didn't answer well, is no figure and throws.
 */
export async function measureAttack([what, script]: [string, string], { home, rounds }: Measured): Promise<Figure[]> {
  const [quiet, beside] = [noDelays(), noDelays()];
  for (let round = 0; round < rounds; round++) {
    const probes = PROBES / rounds;
    await probe(home, { probes, into: quiet });
    const attack = await beginAttack(home, script);
    await probeBeside(attack, { home, probes, into: beside }).finally(() => attack.end());
  }
  const compare = (probed: Probe) => {
    const baseline = { name: "a quiet home", times: quiet[probed] };
    return ratioFigure({ what: `${PROBED[probed]} beside ${what}`, times: beside[probed], baseline, goal: GOAL });
  };
  return (Object.keys(PROBED) as Probe[]).map(compare);
}

function noDelays(): Delays {
  return { gateway: [], server: [], execution: [] };
}

interface Probing {
  probes: number;
  into: Delays;
}

async function probeBeside(attack: Attack, { home, ...probing }: Probing & { home: TestHome }): Promise<void> {
  await attack.shows("at work");
  await probe(home, probing);
  if (!attack.isRunning()) {
    throw new Error(`The attack had ended by itself:\n${attack.output().slice(-LAST_WORDS)}`);
  }
}

async function probe(home: TestHome, { probes, into }: Probing): Promise<void> {
  for (let count = 0; count < probes; count++) {
    into.gateway.push(await timeOf(() => askWell(home, "gateway")));
    into.server.push(await timeOf(() => askWell(home, "server")));
  }
  into.execution.push(await timeOf(() => runOther(home)));
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
