import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EnvironmentLimits } from "@catalyst/core";
import { sendKill } from "@catalyst/machine/apart";

/** The kernel's means to limit and to find all processes of one environment. */
export interface ControlGroup {
  folders: string[];
  fact: string;
}

interface Wanted {
  name: string;
  limits: EnvironmentLimits;
  /** The machine's control groups, usually /sys/fs/cgroup. */
  root: string;
}

const PERIOD_MICROSECONDS = 100_000;
/**
 * Of 100, which is what everything else has: what serves all environments comes before all of them together. Not less, as
 * on a busy machine without other groups each single process weighs as much as they do.
 */
export const WEIGHT = 50;
const SHARES_PER_WEIGHT = 10.24;

/** null when this process may not make control groups; then `reason` says what the kernel answered. */
export function makeControlGroup(wanted: Wanted): { group: ControlGroup } | { group: null; reason: string } {
  const reasons: string[] = [];
  for (const make of [makeVersion2, makeVersion1]) {
    try {
      return { group: make(wanted) };
    } catch (error) {
      reasons.push((error as Error).message);
    }
  }
  foldersOf(wanted).forEach(tryRemove);
  return { group: null, reason: reasons.join("; ") };
}

function makeVersion2({ name, limits, root }: Wanted): ControlGroup {
  const available = readFileSync(join(root, "cgroup.controllers"), "utf8").split(/\s+/);
  const parent = join(root, "catalyst");
  const folder = join(parent, name);
  if (!["memory", "pids", "cpu"].every((controller) => available.includes(controller))) {
    throw new Error(`${root} has no memory, pids and cpu controllers`);
  }
  mkdirSync(parent, { recursive: true });
  writeFileSync(join(root, "cgroup.subtree_control"), "+memory +pids +cpu");
  writeFileSync(join(parent, "cgroup.subtree_control"), "+memory +pids +cpu");
  writeFileSync(join(parent, "cpu.weight"), String(WEIGHT));
  tryWrite(join(root, "cgroup.subtree_control"), "+io");
  tryWrite(join(parent, "io.weight"), String(WEIGHT));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "memory.max"), String(limits.memoryMib * 2 ** 20));
  tryWrite(join(folder, "memory.swap.max"), "0");
  writeFileSync(join(folder, "pids.max"), String(limits.processes));
  writeFileSync(join(folder, "cpu.max"), `${Math.round(limits.cpus * PERIOD_MICROSECONDS)} ${PERIOD_MICROSECONDS}`);
  return { folders: [folder], fact: "Memory, processes and CPU are limited by control groups (version 2)." };
}

function makeVersion1({ name, limits, root }: Wanted): ControlGroup {
  const folderOf = (controller: string) => join(root, controller, "catalyst", name);
  const folders = ["memory", "pids", "cpu"].map(folderOf);
  for (const folder of folders) {
    // Without this the folder would be made on a mere tmpfs where no controller is mounted.
    readFileSync(join(folder, "../..", "cgroup.procs"));
    mkdirSync(folder, { recursive: true });
  }
  const memoryBytes = String(limits.memoryMib * 2 ** 20);
  writeFileSync(join(folderOf("memory"), "memory.limit_in_bytes"), memoryBytes);
  tryWrite(join(folderOf("memory"), "memory.memsw.limit_in_bytes"), memoryBytes);
  writeFileSync(join(folderOf("pids"), "pids.max"), String(limits.processes));
  writeFileSync(join(folderOf("cpu"), "../cpu.shares"), String(Math.round(WEIGHT * SHARES_PER_WEIGHT)));
  writeFileSync(join(folderOf("cpu"), "cpu.cfs_period_us"), String(PERIOD_MICROSECONDS));
  writeFileSync(join(folderOf("cpu"), "cpu.cfs_quota_us"), String(Math.round(limits.cpus * PERIOD_MICROSECONDS)));
  return { folders, fact: "Memory, processes and CPU are limited by control groups (version 1)." };
}

function foldersOf({ name, root }: Wanted): string[] {
  return ["", "memory", "pids", "cpu"].map((controller) => join(root, controller, "catalyst", name));
}

/** How many processes the kernel has ended there for want of memory. */
export function countOutOfMemoryKills(folders: string[]): number {
  for (const file of folders.flatMap((folder) => [join(folder, "memory.events"), join(folder, "memory.oom_control")])) {
    const count = /^oom_kill (\d+)$/m.exec(tryRead(file))?.[1];
    if (count !== undefined) {
      return Number(count);
    }
  }
  return 0;
}

/** Kills until nobody is left there, then removes the folders. A process that forks meanwhile is caught by the next round. */
export async function endControlGroup(folders: string[]): Promise<void> {
  for (let members = membersOf(folders); members.length > 0; members = membersOf(folders)) {
    members.forEach(sendKill);
    await sleep(5);
  }
  for (const folder of folders) {
    await removeGroup(folder);
  }
}

function membersOf(folders: string[]): number[] {
  const pids = folders
    .flatMap((folder) => tryRead(join(folder, "cgroup.procs")).split("\n"))
    .filter((line) => line !== "");
  return [...new Set(pids)].map(Number);
}

/** The kernel says "busy" for a moment after the last process has ended. */
async function removeGroup(folder: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      readdirSync(folder);
      return rmdirSync(folder);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A scope of the user's systemd is systemd's to remove.
      if (code === "ENOENT" || code === "EACCES" || code === "EPERM") {
        return;
      }
      if (code !== "EBUSY" || attempt === 200) {
        throw error;
      }
      await sleep(5);
    }
  }
}

function tryWrite(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch {
    // Kernels without swap accounting or weights for the disk lack the file.
  }
}

function tryRemove(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It was never made.
  }
}

function tryRead(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
