import { readFileSync } from "node:fs";
import { cpus, release } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { machineSize } from "@catalyst/machine/apart";
import { execa } from "execa";
import { PLAIN_ENV } from "../repository/run-git.ts";

const LOOK_MILLISECONDS = 2000;
/** What others may use of the processors before figures say more of them than of us. */
const QUIET_SHARE = 0.1;

/** What figures were measured on, and what others used of its processors just before, as a share of all of them. */
export interface Machine {
  system: string;
  processor: string;
  cores: number;
  memoryGib: number;
  node: string;
  git: string;
  busyShare: number;
}

/** Looks for two seconds at what the processors do. */
export async function describeMachine(): Promise<Machine> {
  const [busyShare, { stdout: git }] = await Promise.all([
    watchProcessors(),
    execa("git", ["--version"], { env: PLAIN_ENV, extendEnv: false }),
  ]);
  const [, system = "Linux"] = /^PRETTY_NAME="?(.*?)"?$/m.exec(readFileSync("/etc/os-release", "utf8")) ?? [];
  const { memoryMib, processors } = machineSize();
  return {
    system: `${system}, Linux ${release()}`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: processors,
    memoryGib: Math.round(memoryMib / 1024),
    node: process.versions.node,
    git: git.replace("git version ", ""),
    busyShare,
  };
}

async function watchProcessors(): Promise<number> {
  const before = readTimes();
  await wait(LOOK_MILLISECONDS);
  const after = readTimes();
  return (after.busy - before.busy) / (after.all - before.all);
}

function readTimes(): { busy: number; all: number } {
  const times = cpus().map((cpu) => cpu.times);
  const idle = times.reduce((sum, one) => sum + one.idle, 0);
  const all = times.reduce((sum, one) => sum + one.user + one.nice + one.sys + one.irq + one.idle, 0);
  return { busy: all - idle, all };
}

/** In a line or two: figures of a busy machine are no figures. */
export function renderMachine({ system, processor, cores, memoryGib, node, git, busyShare }: Machine): string {
  const line = `${cores} cores (${processor}), ${memoryGib} GiB, ${system}, Node ${node}, git ${git}`;
  return busyShare <= QUIET_SHARE
    ? line
    : `${line}\nOthers used ${Math.round(busyShare * 100)} % of its processors just before: take times for no more than their ratio, and measure again on a quiet machine.`;
}
