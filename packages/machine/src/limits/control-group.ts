import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lookAtMemory, type MemoryLook } from "@catalyst/core/apart";
import { sendKill } from "../process-identity.ts";
import { tryRead } from "../try-read.ts";

/** The kernel's means to limit and to find all processes of something that isn't trusted with the machine. */
export interface ControlGroup {
  folders: string[];
  fact: string;
}

/** Groups of one kind, which have what the machine gives them together. */
export interface GroupKind {
  folder: string;
  /** Of 100, which is what everything else has. */
  weight: number;
}

export interface WantedGroup {
  kind: GroupKind;
  name: string;
  /** `cpus` null: as many as its weight brings. */
  limits: { memoryMib: number; processes: number; cpus: number | null };
  /** The machine's control groups. */
  root: string;
}

export const CONTROL_GROUP_ROOT = "/sys/fs/cgroup";
const PERIOD_MICROSECONDS = 100_000;
const SHARES_PER_WEIGHT = 10.24;

/** null when this process may not make control groups; then `reason` says what the kernel answered. */
export function makeControlGroup(wanted: WantedGroup): { group: ControlGroup } | { group: null; reason: string } {
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

function makeVersion2({ kind, name, limits, root }: WantedGroup): ControlGroup {
  const available = readFileSync(join(root, "cgroup.controllers"), "utf8").split(/\s+/);
  const parent = join(root, kind.folder);
  const folder = join(parent, name);
  if (!["memory", "pids", "cpu"].every((controller) => available.includes(controller))) {
    throw new Error(`${root} has no memory, pids and cpu controllers`);
  }
  mkdirSync(parent, { recursive: true });
  writeFileSync(join(root, "cgroup.subtree_control"), "+memory +pids +cpu");
  writeFileSync(join(parent, "cgroup.subtree_control"), "+memory +pids +cpu");
  writeFileSync(join(parent, "cpu.weight"), String(kind.weight));
  tryWrite(join(root, "cgroup.subtree_control"), "+io");
  tryWrite(join(parent, "io.weight"), String(kind.weight));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "memory.max"), String(limits.memoryMib * 2 ** 20));
  tryWrite(join(folder, "memory.swap.max"), "0");
  writeFileSync(join(folder, "pids.max"), String(limits.processes));
  if (limits.cpus !== null) {
    writeFileSync(join(folder, "cpu.max"), `${Math.round(limits.cpus * PERIOD_MICROSECONDS)} ${PERIOD_MICROSECONDS}`);
  }
  return { folders: [folder], fact: "Memory, processes and CPU are limited by control groups (version 2)." };
}

function makeVersion1({ kind, name, limits, root }: WantedGroup): ControlGroup {
  const folderOf = (controller: string) => join(root, controller, kind.folder, name);
  const folders = ["memory", "pids", "cpu"].map(folderOf);
  // Nothing is limited by it: it is where the kernel counts how long was waited for memory.
  const counting = join(root, "unified");
  if (existsSync(join(counting, "cgroup.procs"))) {
    folders.push(join(counting, kind.folder, name));
  }
  for (const folder of folders) {
    // Without this the folder would be made on a mere tmpfs where no controller is mounted.
    readFileSync(join(folder, "../..", "cgroup.procs"));
    mkdirSync(folder, { recursive: true });
  }
  const memoryBytes = String(limits.memoryMib * 2 ** 20);
  writeFileSync(join(folderOf("memory"), "memory.limit_in_bytes"), memoryBytes);
  tryWrite(join(folderOf("memory"), "memory.memsw.limit_in_bytes"), memoryBytes);
  writeFileSync(join(folderOf("pids"), "pids.max"), String(limits.processes));
  writeFileSync(join(folderOf("cpu"), "../cpu.shares"), String(Math.round(kind.weight * SHARES_PER_WEIGHT)));
  if (limits.cpus !== null) {
    writeFileSync(join(folderOf("cpu"), "cpu.cfs_period_us"), String(PERIOD_MICROSECONDS));
    writeFileSync(join(folderOf("cpu"), "cpu.cfs_quota_us"), String(Math.round(limits.cpus * PERIOD_MICROSECONDS)));
  }
  return { folders, fact: "Memory, processes and CPU are limited by control groups (version 1)." };
}

/** Removes the groups of a kind that nothing runs in and whose names say that they were left. */
export function dropControlGroups(
  { kind, root }: Pick<WantedGroup, "kind" | "root">,
  isLeft: (name: string) => boolean,
): void {
  for (const folder of foldersOf({ kind, root, name: "" })) {
    for (const name of tryList(folder).filter(isLeft)) {
      tryRemove(join(folder, name));
    }
  }
}

function foldersOf({ kind, name, root }: Pick<WantedGroup, "kind" | "name" | "root">): string[] {
  return ["", "memory", "pids", "cpu", "unified"].map((controller) => join(root, controller, kind.folder, name));
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

/** How it is about memory there, as `memoryStalls` judges it; null: the kernel doesn't count that. */
export function lookAtGroup(folders: string[]): MemoryLook | null {
  const read = (file: string) =>
    folders.map((folder) => tryRead(join(folder, file))).find((text) => text !== "") ?? null;
  return lookAtMemory(read, performance.now());
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
      await sleep(Math.min(attempt + 1, 5));
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
    // It was never made, or something runs in it.
  }
}

function tryList(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  } catch {
    return [];
  }
}
