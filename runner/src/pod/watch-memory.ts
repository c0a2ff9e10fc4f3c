import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lookAtMemory, memoryStalls } from "@catalyst/core";

/** Of a container's own group, where there is one hierarchy alone. */
const GROUP = "/sys/fs/cgroup";
const EVERY_MILLISECONDS = 1000;

/** What runs here does little but wait for memory, and the kernel doesn't end it for that. */
export class MemoryStalled extends Error {
  override readonly name = "MemoryStalled";
}

interface MemoryWatch {
  group?: string;
  everyMilliseconds?: number;
  windowMilliseconds?: number;
}

/**
 * Looks again and again at how this container is about memory. Aborted with `MemoryStalled`; never where the kernel doesn't count that, as with
 * the first kind of control groups, which kubelets don't take any more.
 */
export function watchMemory({
  group = GROUP,
  everyMilliseconds = EVERY_MILLISECONDS,
  windowMilliseconds,
}: MemoryWatch = {}): AbortSignal {
  const stalled = new AbortController();
  const isStalled = memoryStalls(windowMilliseconds);
  const timer = setInterval(() => {
    const look = lookAtMemory((file) => readFileSync(join(group, file), "utf8"), performance.now());
    if (look !== null && isStalled(look)) {
      clearInterval(timer);
      stalled.abort(new MemoryStalled("Nearly all of the memory was used, and what ran did little but wait for it"));
    }
  }, everyMilliseconds);
  // No reason for the process to live on.
  timer.unref();
  return stalled.signal;
}
