import { readFileSync } from "node:fs";

const FILES: Readonly<Record<string, string>> = {
  "Processes at once": "/sys/fs/cgroup/pids.max",
  "Bytes of memory for the probe": "/sys/fs/cgroup/memory.max",
};
const IDENTITY = /^\s*0\s+0\s+4294967295\s*$/;

/** How the container is held, for people to read. */
export function readLimits(read: (file: string) => string | null = readOrNull): string[] {
  const limits = Object.entries(FILES).flatMap(([name, file]) => {
    const limit = read(file)?.trim();
    return limit === undefined ? [] : [`${name}: ${limit === "max" ? "no limit" : limit}`];
  });
  const users = read("/proc/self/uid_map");
  const own = users !== null && !IDENTITY.test(users);
  return [...limits, own ? "Its users are its own" : "Its users are the node's"];
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
