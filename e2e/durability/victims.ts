import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { TaskStatus } from "@catalyst/core";
import type { TestHome } from "../start-catalyst.ts";

/** Beyond a worker's lease of 15 seconds. */
const ASLEEP_MILLISECONDS = 20_000;
const LOOK_MILLISECONDS = 50;
/** What is in an environment may be there a moment after its task came to a state. */
const LOOKS = 400;

/** Something that may be killed, or put to sleep, while a task is under way. */
export interface Victim {
  name: string;
  /** Does it; how many processes it befell. */
  befall(home: TestHome): Promise<number>;
  /** Those in which it may be there; absent: all. */
  states?: readonly TaskStatus[];
  /** What the task may come to. */
  ends: readonly TaskStatus[];
}

/** The processes of ours, each by a part of its command line. */
export const PROCESSES = {
  worker: "worker/src/main.ts",
  gateway: "gateway/src/main.ts",
  server: "server/src/main.ts",
  database: "postgres/data",
};

const ofProcess = (name: keyof typeof PROCESSES): Victim => ({
  name,
  befall: (home) => home.kill(PROCESSES[name]),
  ends: ["completed"],
});

export const VICTIMS: readonly Victim[] = [
  ...(Object.keys(PROCESSES) as (keyof typeof PROCESSES)[]).map(ofProcess),
  { name: "worker, which sleeps,", befall: (home) => putToSleep(home, PROCESSES.worker), ends: ["completed"] },
  // One that has an environment of its own is there from before a task runs until after it.
  { name: "keeper", befall: (home) => home.kill("keeper/main.ts"), states: ["running"], ends: ["completed", "failed"] },
  {
    name: "runner",
    befall: (home) => killInside(home, "runner.mjs"),
    states: ["running"],
    ends: ["completed", "failed"],
  },
  { name: "agent", befall: (home) => killInside(home, AGENT_MARK), states: ["running"], ends: ["failed"] },
];

/** What the command line of the agent that is a script has in it: it finds its words in a file. */
export const AGENT_MARK = ".catalyst-script/script.sh";

/** Stops it until its leases are others', and has it go on. */
export async function putToSleep(home: TestHome, part: string, signal?: AbortSignal): Promise<number> {
  const asleep = (await home.processes()).filter(({ command }) => command.includes(part)).map(({ pid }) => pid);
  send(asleep, "SIGSTOP");
  await wait(ASLEEP_MILLISECONDS, undefined, { signal }).catch(() => undefined);
  send(asleep, "SIGCONT");
  return asleep.length;
}

/** Nothing in an environment names its home: it descends from a keeper that does. */
const killInside = (home: TestHome, part: string): Promise<number> =>
  killBelow(part, async () => {
    const keepers = (await home.processes()).filter(({ command }) => command.includes("keeper/main.ts"));
    return keepers.map(({ pid }) => pid);
  });

/** Kills what runs in environments with this in its command line, once there is such a thing below those that keep them. */
export async function killBelow(part: string, listKeepers: () => Promise<number[]>): Promise<number> {
  for (let left = LOOKS; left > 0; left--) {
    const all = await findBelow(await listKeepers());
    const found = all.filter(({ command }) => command.includes(part)).map(({ pid }) => pid);
    if (found.length > 0) {
      send(found, "SIGKILL");
      return found.length;
    }
    await wait(LOOK_MILLISECONDS);
  }
  return 0;
}

interface Inside {
  pid: number;
  command: string;
}

async function findBelow(keepers: readonly number[]): Promise<Inside[]> {
  const found: Inside[] = [];
  const queue = [...keepers];
  for (let pid = queue.shift(); pid !== undefined; pid = queue.shift()) {
    for (const child of await childrenOf(pid)) {
      queue.push(child);
      const command = await readFile(`/proc/${child}/cmdline`, "utf8").catch(() => "");
      found.push({ pid: child, command: command.replaceAll("\0", " ") });
    }
  }
  // bubblewrap's own command line has those of what runs in it.
  return found.filter(({ command }) => !/^\S*(bwrap|launch\.sh|setpriv)\b/.test(command));
}

async function childrenOf(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return children.split(" ").filter(Boolean).map(Number);
}

function send(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended.
    }
  }
}
