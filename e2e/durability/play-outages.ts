import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type AgentTask, isFinal } from "@catalyst/core";
import type { GitRepository } from "../git-repository.ts";
import type { TestHome } from "../start-catalyst.ts";

/** What is killed, by a part of its command line. */
const VICTIMS = { worker: "worker/src/main.ts", gateway: "gateway/src/main.ts", database: "postgres/data" };
type Victim = keyof typeof VICTIMS;

const SCRIPT = "for i in 1 2 3; do echo step $i; sleep 1; done; echo done > done.txt; git add -A; git commit -qm Done";

export interface OutagePlan {
  tasks: number;
  atOnce: number;
  /** About as often something is killed while tasks run. */
  everySeconds: number;
}

export interface OutageReport {
  completed: number;
  /** The last words of those that didn't complete. */
  failures: string[];
  kills: Record<Victim, number>;
  /** Branches that were published, and how many commits each has beyond the base. */
  commits: number[];
  /** Environments and quarantines that nobody removed. */
  leftovers: string[];
}

/** Runs tasks of the script agent while worker, gateway and database are killed at random. `home` is up. */
export async function playOutages(home: TestHome, repository: GitRepository, plan: OutagePlan): Promise<OutageReport> {
  const kills = { worker: 0, gateway: 0, database: 0 };
  const done = new AbortController();
  const killing = killAtRandom(home, { ...plan, signal: done.signal, kills });
  const tasks = await runTasks(home, repository, plan);
  done.abort();
  await killing;
  const failed = tasks.filter(({ status }) => status !== "completed");
  return {
    completed: tasks.length - failed.length,
    failures: failed.map(({ number, status, errorMessage }) => `#${number} is ${status}: ${errorMessage}`),
    kills,
    commits: await countCommits(repository),
    leftovers: await findLeftovers(home),
  };
}

type Task = Pick<AgentTask, "number" | "status" | "errorMessage">;

/** Without waiting for each: who follows a task gives up when its services fail again and again. */
async function runTasks(home: TestHome, { path }: GitRepository, { tasks, atOnce }: OutagePlan): Promise<Task[]> {
  for (;;) {
    const all = await listTasks(home);
    const running = all.filter(({ status }) => !isFinal(status)).length;
    if (all.length >= tasks && running === 0) {
      return all;
    }
    const more = Math.max(0, Math.min(atOnce - running, tasks - all.length));
    const args = ["run", SCRIPT, "--repo", path, "--agent", "script", "--detach"];
    await Promise.all(Array.from({ length: more }, () => home.run(args)));
    await wait(1000);
  }
}

/** Asks until the database answers. */
async function listTasks(home: TestHome): Promise<Task[]> {
  for (;;) {
    const { exitCode, stdout } = await home.run(["tasks", "list", "--json", "--limit", "1000"]);
    if (exitCode === 0) {
      const lines = stdout.split("\n").filter(Boolean);
      return lines.map((line) => JSON.parse(line) as Task);
    }
    await wait(1000);
  }
}

interface Killing {
  everySeconds: number;
  signal: AbortSignal;
  kills: Record<Victim, number>;
}

async function killAtRandom(home: TestHome, { everySeconds, signal, kills }: Killing): Promise<void> {
  const names = Object.keys(VICTIMS) as Victim[];
  while (!signal.aborted) {
    await wait(everySeconds * 1000 * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    const victim = names[Math.floor(Math.random() * names.length)];
    if (!signal.aborted && victim !== undefined && (await home.kill(VICTIMS[victim])) > 0) {
      kills[victim] += 1;
    }
  }
}

async function countCommits(repository: GitRepository): Promise<number[]> {
  const branches = (await repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)")).split("\n");
  const counts = branches
    .filter(Boolean)
    .map(async (branch) => Number(await repository.git("rev-list", "--count", `main..${branch}`)));
  return Promise.all(counts);
}

/** What a task's end leaves is removed soon after it is told of. */
async function findLeftovers(home: TestHome): Promise<string[]> {
  const list = async () =>
    (await Promise.all(["environments", "quarantine"].map((name) => listFolder(join(home.path, name))))).flat();
  let left = await list();
  for (const deadline = Date.now() + 60_000; left.length > 0 && Date.now() < deadline; left = await list()) {
    await wait(500);
  }
  return left;
}

async function listFolder(path: string): Promise<string[]> {
  return (await readdir(path).catch(() => [])).map((name) => join(path, name));
}
