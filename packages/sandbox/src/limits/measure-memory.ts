import { readFileSync, statfsSync, statSync } from "node:fs";
import { childrenOf } from "@catalyst/machine/apart";

/** Where an environment has folders in memory. */
const FOLDERS = ["/tmp", "/dev/shm"];
/** Of a file system in memory, as the kernel's linux/magic.h has it. */
const TMPFS = 0x01021994;

/**
 * What a process and all its descendants hold of the machine's memory, files in memory included that this process doesn't see.
 * Orphans count too: inside, they are given to bubblewrap.
 */
export function measureMemoryBytes(pid: number): number {
  let bytes = 0;
  const seen = new Set(FOLDERS.map((folder) => deviceOf(folder)));
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    bytes += residentBytes(next) + folderBytes(`/proc/${next}/root`, seen);
    waiting.push(...childrenOf(next));
  }
  return bytes;
}

function residentBytes(pid: number): number {
  const status = tryTo(() => readFileSync(`/proc/${pid}/status`, "utf8")) ?? "";
  const kibOf = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
  return (kibOf("RssAnon") + kibOf("RssShmem")) * 1024;
}

/** Of the folders in memory below a root, those that aren't among the seen ones; they are then. */
function folderBytes(root: string, seen: Set<number | null>): number {
  let bytes = 0;
  for (const folder of FOLDERS.map((name) => `${root}${name}`)) {
    const device = deviceOf(folder);
    if (!seen.has(device)) {
      seen.add(device);
      bytes += tryTo(() => tmpfsBytes(folder)) ?? 0;
    }
  }
  return bytes;
}

function tmpfsBytes(folder: string): number {
  const { type, blocks, bfree, bsize } = statfsSync(folder);
  return type === TMPFS ? (blocks - bfree) * bsize : 0;
}

function deviceOf(folder: string): number | null {
  return tryTo(() => statSync(folder).dev);
}

/** null: the process has ended. */
function tryTo<Result>(ask: () => Result): Result | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
