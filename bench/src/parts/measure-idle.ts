import { readdir, readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { TestHome } from "../../../e2e/start-catalyst.ts";
import type { Figure } from "../figures/figure.ts";
import { findWithChildren, shortenCommand } from "../processes/find-with-children.ts";

const SETTLE_SECONDS = 15;
const SECONDS = 30;
const GOAL = 15;

/** How often the processes of an idle `up` wake up. Its baseline is nothing: an idle program needn't. */
export async function measureIdle({ home }: { home: TestHome }): Promise<Figure[]> {
  await wait(SETTLE_SECONDS * 1000);
  const processes = await findWithChildren(await home.processes());
  const before = await Promise.all(processes.map(({ pid }) => countWakeUps(pid)));
  await wait(SECONDS * 1000);
  const after = await Promise.all(processes.map(({ pid }) => countWakeUps(pid)));
  const rates = processes.map(({ command }, index) => ({
    name: shortenCommand(command),
    perSecond: ((after[index] ?? 0) - (before[index] ?? 0)) / SECONDS,
  }));
  const total = rates.reduce((sum, { perSecond }) => sum + perSecond, 0);
  const busiest = rates.toSorted((a, b) => b.perSecond - a.perSecond).filter(({ perSecond }) => perSecond >= 0.5);
  const detail = busiest.map(({ name, perSecond }) => `${name} ${perSecond.toFixed(1)}`).join(", ");
  return [{ what: "wake-ups of an idle up in all", value: total, unit: "a second", goal: GOAL, detail }];
}

/** A thread that waits and goes on has switched of its own will. */
async function countWakeUps(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const counts = await Promise.all(
    threads.map(async (thread) => {
      const status = await readFile(`/proc/${pid}/task/${thread}/status`, "utf8").catch(() => "");
      return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
