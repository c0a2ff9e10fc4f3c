import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { TestHome } from "../start-catalyst.ts";

const KINDS = {
  worker: "worker/src/main.ts",
  gateway: "gateway/src/main.ts",
  server: "server/src/main.ts",
  up: "cli/src/main.ts up",
};

/** What a home takes of its machine at one time, in MiB. */
export interface Sample {
  seconds: number;
  ended: number;
  /** Of each process of ours; of database and environments all together. */
  worker: number;
  gateway: number;
  server: number;
  up: number;
  others: number;
  disk: number;
}

export async function sampleHome(home: TestHome, at: Pick<Sample, "seconds" | "ended">): Promise<Sample> {
  const sample: Sample = { ...at, worker: 0, gateway: 0, server: 0, up: 0, others: 0, disk: await diskOf(home.path) };
  for (const { pid, command } of await home.processes()) {
    const known = Object.entries(KINDS).find(([, part]) => command.includes(part))?.[0] as
      | keyof typeof KINDS
      | undefined;
    sample[known ?? "others"] += await proportionalMiB(pid);
  }
  return sample;
}

/** Shared pages count as many times as they are there, and not more. */
async function proportionalMiB(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss: +(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
}

async function diskOf(path: string): Promise<number> {
  // What goes while it is counted is no failure.
  const { stdout } = await promisify(execFile)("du", ["-sxm", path]).catch((error: { stdout?: string }) => ({
    stdout: error.stdout ?? "",
  }));
  return Number(stdout.split("\t", 1)[0] ?? 0);
}
