import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { createTestHome, type TestHome } from "../../../e2e/start-catalyst.ts";
import type { Figure } from "../figures/figure.ts";
import { type FoundProcess, findWithChildren, shortenCommand } from "../processes/find-with-children.ts";
import { makeRepository } from "../repository/make-repository.ts";

const SETTLE_SECONDS = 10;
const LOOK_MILLISECONDS = 500;
const LONGEST_SECONDS = 300;
const KIB_PER_MB = 1000;

/** What an `up` of its own takes while nothing is done, by its processes, and what so many executions at once take beside that. */
export async function measureMemory({ folder, atOnce }: { folder: string; atOnce: number[] }): Promise<Figure[]> {
  const repository = await makeRepository(folder, { files: 5, commits: 0 });
  const home = await createTestHome();
  try {
    await home.up({ CATALYST_MAX_EXECUTIONS: String(Math.max(...atOnce)) });
    await home.run(["run", "true", "--repo", repository, "--agent", "script"]);
    const figures: Figure[] = [];
    let idle = 0;
    for (const count of [0, ...atOnce]) {
      await begin(home, repository, count);
      await wait(SETTLE_SECONDS * 1000);
      const processes = await weigh(home);
      const total = processes.reduce((sum, { mb }) => sum + mb, 0);
      idle = count === 0 ? total : idle;
      const [what, value] =
        count === 0
          ? ["memory of an idle up, with what waits for the next run", total]
          : [`memory of an execution, ${count} at once`, (total - idle) / count];
      figures.push({ what, value, unit: "MB", goal: null, detail: describe(processes) });
      await endAll(home, count);
    }
    return figures;
  } finally {
    await home.remove();
  }
}

/** Agents that only wait. */
async function begin(home: TestHome, repository: string, count: number): Promise<void> {
  const asked = ["run", "sleep 3600", "--repo", repository, "--agent", "script", "--detach"];
  await Promise.all(Array.from({ length: count }, () => home.run(asked)));
  await until(async () => (await statuses(home)).filter(({ status }) => status === "running").length === count);
}

async function endAll(home: TestHome, count: number): Promise<void> {
  for (const { number } of (await statuses(home)).filter(({ status }) => status === "running")) {
    await home.run(["tasks", "cancel", String(number)]);
  }
  await until(async () => count === 0 || (await home.environments()).length === 0);
}

async function statuses(home: TestHome): Promise<{ number: number; status: string }[]> {
  const { stdout } = await home.run(["tasks", "list", "--json", "--limit", "100"]);
  return stdout
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + LONGEST_SECONDS * 1000; !(await isSo()); ) {
    if (Date.now() > deadline) {
      throw new Error(`Executions didn't come as far as they were waited for within ${LONGEST_SECONDS} s.`);
    }
    await wait(LOOK_MILLISECONDS);
  }
}

/** What several share counts for each by its part. */
async function weigh(home: TestHome): Promise<(FoundProcess & { mb: number })[]> {
  const processes = await findWithChildren(await home.processes());
  return Promise.all(
    processes.map(async (found) => {
      const text = await readFile(`/proc/${found.pid}/smaps_rollup`, "utf8").catch(() => "");
      return { ...found, mb: Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / KIB_PER_MB };
    }),
  );
}

/** Processes of a kind together, the largest first. */
function describe(processes: readonly (FoundProcess & { mb: number })[]): string {
  const kinds = new Map<string, { count: number; mb: number }>();
  for (const { command, mb } of processes) {
    const name = shortenCommand(command);
    const { count, mb: before } = kinds.get(name) ?? { count: 0, mb: 0 };
    kinds.set(name, { count: count + 1, mb: before + mb });
  }
  return [...kinds]
    .toSorted(([, a], [, b]) => b.mb - a.mb)
    .filter(([, { mb }]) => mb >= 1)
    .map(([name, { count, mb }]) => `${count} ${name} ${mb.toFixed(0)}`)
    .join(", ");
}
