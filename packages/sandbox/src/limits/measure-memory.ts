import { readFileSync } from "node:fs";
import { childrenOf } from "@catalyst/machine/apart";

/** What a process and all its descendants hold of the machine's memory. Orphans count too: inside, they are given to bubblewrap. */
export function measureMemoryBytes(pid: number): number {
  let bytes = 0;
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    bytes += residentBytes(next);
    waiting.push(...childrenOf(next));
  }
  return bytes;
}

function residentBytes(pid: number): number {
  const status = tryRead(`/proc/${pid}/status`);
  const kibOf = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
  return (kibOf("RssAnon") + kibOf("RssShmem")) * 1024;
}

function tryRead(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
