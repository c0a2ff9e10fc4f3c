import { join } from "node:path";
import type { TestHome } from "../../../e2e/start-catalyst.ts";
import { describeDelays, shareOf } from "../figures/delays.ts";
import type { Figure } from "../figures/figure.ts";
import { makeRepository } from "../repository/make-repository.ts";
import { printer, readDelays, SECONDS, tailFile } from "./tail-file.ts";

const RATES = [10, 100, 1000, 10_000];
const GOALS = { p50: 20, p99: 50 };

/** How long a line of an agent's takes to `catalyst tasks logs -f`, beside `tail -f` on a file, at several rates. */
export async function measureEvents({ home, folder }: { home: TestHome; folder: string }): Promise<Figure[]> {
  const repository = await makeRepository(folder, { files: 5, commits: 0 });
  const figures: Figure[] = [];
  for (const rate of RATES) {
    const byHand = await tailFile(join(folder, `lines-${rate}`), rate);
    const byCatalyst = await followTask(home, repository, rate);
    const detail = `${describeDelays(byCatalyst)}; tail -f: ${describeDelays(byHand)}`;
    const figure = (what: string, value: number, goal: number) =>
      figures.push({ what: `tasks logs -f, ${rate} lines/s, ${what}`, value, unit: "ms", goal, detail });
    figure("p50", shareOf(byCatalyst, 0.5), GOALS.p50);
    figure("p99", shareOf(byCatalyst, 0.99), GOALS.p99);
    const lost = rate * SECONDS - byCatalyst.length;
    figures.push({ what: `tasks logs -f, ${rate} lines/s, lost`, value: lost, unit: "lines", goal: 0, detail: "" });
  }
  return figures;
}

async function followTask(home: TestHome, repository: string, rate: number): Promise<number[]> {
  // Nobody follows it before it has begun.
  const script = `sleep 1.5; node -e '${printer(rate)}'`;
  const started = await home.run(["run", script, "--repo", repository, "--agent", "script", "--detach", "--json"]);
  const number = /"number":\s*(\d+)/.exec(started.stdout)?.[1] ?? "";
  const following = home.start(["tasks", "logs", number, "-f", "--json"]);
  const delays = readDelays(following.process.stdout);
  await following.ended;
  return await delays;
}
