import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { waitUntil } from "@catalyst/machine";
import { NODE } from "./node-place.ts";

const ROOT = "/sys/fs/cgroup";
const END_MILLISECONDS = 20_000;

/** The node's own in each hierarchy, and in it one for the programs that make the node. */
export function makeControlGroups(): void {
  for (const folder of nodeGroups()) {
    mkdirSync(folder, { recursive: true });
    // In the first kind, a new one of this kind has no processor to begin with, and none that is made in it would.
    for (const name of ["cpuset.cpus", "cpuset.mems"].filter((it) => existsSync(join(folder, it)))) {
      const given = join(folder, "..", name);
      if (!existsSync(join(ROOT, "cgroup.controllers")) && existsSync(given)) {
        writeFileSync(join(folder, name), readFileSync(given));
        writeFileSync(join(folder, "cgroup.clone_children"), "1");
      }
    }
    mkdirSync(join(folder, "system"), { recursive: true });
  }
}

/** Removes them once their last process has ended. */
export async function removeControlGroups(): Promise<void> {
  const isGone = () => {
    for (const folder of nodeGroups()) {
      remove(folder);
    }
    return nodeGroups().every((folder) => !existsSync(folder));
  };
  if (!(await waitUntil(isGone, END_MILLISECONDS))) {
    throw new Error(`Processes of a node are still there: ${nodeGroups().filter((folder) => existsSync(folder))}`);
  }
}

/** Where a process of the node has to write itself to. */
export function systemGroups(): string[] {
  return nodeGroups().map((folder) => join(folder, "system", "cgroup.procs"));
}

/** One in the only hierarchy, or one in each. */
function nodeGroups(): string[] {
  if (existsSync(join(ROOT, "cgroup.controllers"))) {
    return [join(ROOT, NODE.name)];
  }
  return readdirSync(ROOT)
    .filter((name) => existsSync(join(ROOT, name, "cgroup.procs")))
    .map((name) => join(ROOT, name, NODE.name));
}

function remove(folder: string): void {
  if (!existsSync(folder)) {
    return;
  }
  for (const entry of readdirSync(folder, { withFileTypes: true }).filter((it) => it.isDirectory())) {
    remove(join(folder, entry.name));
  }
  try {
    rmdirSync(folder);
  } catch {
    // A process in it is about to end.
  }
}
