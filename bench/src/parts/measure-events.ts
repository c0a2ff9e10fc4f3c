import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { TestHome } from "../../../e2e/start-catalyst.ts";
import type { Figure } from "../figures/figure.ts";
import { makeRepository } from "../repository/make-repository.ts";
import { PLAIN_ENV } from "../repository/run-git.ts";

const RATES = [10, 100, 1000, 10_000];
const SECONDS = 5;
const LINE = /t(\d{13})/g;
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

/** Prints lines that say when they were written, ten milliseconds' worth of them at a time. */
function printer(rate: number): string {
  const every = Math.max(10, 1000 / rate);
  const atOnce = Math.round((rate * every) / 1000);
  const print = `process.stdout.write(("t" + Date.now() + "\\n").repeat(${atOnce}))`;
  const left = Math.round((SECONDS * 1000) / every);
  return `let left = ${left}; const timer = setInterval(() => { ${print}; if (--left === 0) clearInterval(timer) }, ${every})`;
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

async function tailFile(file: string, rate: number): Promise<number[]> {
  await writeFile(file, "");
  const tail = spawn("tail", ["-n", "+1", "-f", file], { env: PLAIN_ENV, stdio: ["ignore", "pipe", "inherit"] });
  const delays = readDelays(tail.stdout);
  const script = `sleep 0.5; '${process.execPath}' -e '${printer(rate)}' > '${file}'`;
  const writer = spawn("sh", ["-c", script], { env: PLAIN_ENV, stdio: "inherit" });
  await new Promise((resolve) => writer.once("close", resolve));
  await new Promise((resolve) => setTimeout(resolve, 200));
  tail.kill();
  return await delays;
}

async function readDelays(output: Readable): Promise<number[]> {
  const delays: number[] = [];
  let rest = "";
  for await (const chunk of output) {
    const now = Date.now();
    const text = rest + chunk;
    const end = text.lastIndexOf("\n") + 1;
    rest = text.slice(end);
    for (const [, at] of text.slice(0, end).matchAll(LINE)) {
      delays.push(now - Number(at));
    }
  }
  return delays;
}

function describeDelays(delays: readonly number[]): string {
  return `p50 ${shareOf(delays, 0.5)}, p99 ${shareOf(delays, 0.99)}, most ${shareOf(delays, 1)} ms`;
}

/** So many of the delays are no longer. */
function shareOf(delays: readonly number[], share: number): number {
  const sorted = delays.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
