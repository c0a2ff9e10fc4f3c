import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { TestHome } from "../../e2e/start-catalyst.ts";
import { makeRepository } from "./make-repository.ts";
import { PLAIN_ENV } from "./run-git.ts";

const RATES = [10, 100, 1000, 10_000];
const SECONDS = 5;
const LINE = /t(\d{13})/g;

/** How long a line of an agent's takes to `catalyst tasks logs -f`, against `tail -f` on a file, at several rates. */
export async function measureEvents({ home, folder }: { home: TestHome; folder: string }): Promise<void> {
  const repository = await makeRepository(folder, { files: 5, commits: 0 });
  console.log(`\n# events: milliseconds from an agent's line to its reader, ${SECONDS} s at each rate`);
  for (const rate of RATES) {
    const byHand = await tailFile(join(folder, `lines-${rate}`), rate);
    const byCatalyst = await followTask(home, repository, rate);
    console.log(`\n${rate} lines/s`);
    console.log(`  catalyst tasks logs -f  ${describeDelays(byCatalyst)}`);
    console.log(`  tail -f                 ${describeDelays(byHand)}`);
  }
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
  return checkCount(await delays, rate);
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
  return checkCount(await delays, rate);
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

function checkCount(delays: number[], rate: number): number[] {
  if (delays.length !== rate * SECONDS) {
    console.log(`  ${delays.length} of ${rate * SECONDS} lines came`);
  }
  return delays;
}

function describeDelays(delays: readonly number[]): string {
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}`;
}
