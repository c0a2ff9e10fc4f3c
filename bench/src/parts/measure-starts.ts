import { execa } from "execa";
import type { TestHome } from "../../../e2e/start-catalyst.ts";
import { type Figure, ratioFigure, timeFigure } from "../figures/figure.ts";
import { type Measure, measureInTurn } from "../figures/measure.ts";
import { PLAIN_ENV } from "../repository/run-git.ts";

const BASELINE = "node -e 0";
const GOALS = { times: 3, doctorMilliseconds: 500, coldMilliseconds: 1500 };

/** Commands that do next to nothing, against a Node that does nothing; `up` runs. */
export async function measureStarts({ home, rounds }: { home: TestHome; rounds: number }): Promise<Figure[]> {
  const doNothing = timed(() => execa(process.execPath, ["-e", "0"], { env: PLAIN_ENV, extendEnv: false }));
  const run = (...args: string[]) => timed(() => runWell(home, args));
  const [nothing, version, list, doctor] = await measureInTurn(
    [doNothing, run("--version"), run("tasks", "list"), run("doctor")],
    rounds,
  );
  const baseline = { name: BASELINE, times: nothing?.whole ?? [] };
  return [
    ratioFigure({ what: "catalyst --version", times: version?.whole ?? [], baseline, goal: GOALS.times }),
    ratioFigure({ what: "catalyst tasks list", times: list?.whole ?? [], baseline, goal: GOALS.times }),
    timeFigure("catalyst doctor", doctor?.whole ?? [], GOALS.doctorMilliseconds),
  ];
}

/** A command that finds no server, and starts one. No `up` runs before; what was started is ended after each round. */
export async function measureCold({ home, rounds }: { home: TestHome; rounds: number }): Promise<Figure[]> {
  const list = timed(() => runWell(home, ["tasks", "list"]));
  const measure: Measure = async () => {
    await home.endUps();
    return list();
  };
  const [times] = await measureInTurn([measure], rounds);
  await home.endUps();
  return [timeFigure("catalyst tasks list, which starts the server", times?.whole ?? [], GOALS.coldMilliseconds)];
}

async function runWell(home: TestHome, args: string[]): Promise<void> {
  const { exitCode, stderr } = await home.run(args);
  if (exitCode !== 0) {
    throw new Error(`catalyst ${args.join(" ")} ended with ${exitCode}: ${stderr}`);
  }
}

function timed(act: () => Promise<unknown>): Measure {
  return async () => {
    const from = performance.now();
    await act();
    return { whole: performance.now() - from };
  };
}
