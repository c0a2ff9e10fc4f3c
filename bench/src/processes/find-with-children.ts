import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { childrenOf } from "@catalyst/machine";

export interface FoundProcess {
  pid: number;
  command: string;
}

/** With all that they started: PostgreSQL's own processes name no home. */
export async function findWithChildren(known: readonly FoundProcess[]): Promise<FoundProcess[]> {
  const found = new Map(known.map((process) => [process.pid, process]));
  // A Map's iteration goes on to what is added meanwhile.
  for (const pid of found.keys()) {
    for (const child of childrenOf(pid).filter((one) => !found.has(one))) {
      const command = await readFile(`/proc/${child}/cmdline`, "utf8").catch(() => "");
      found.set(child, { pid: child, command: command.replaceAll("\0", " ") });
    }
  }
  return [...found.values()];
}

/** `node worker/src/main.ts`: without folders and options. */
export function shortenCommand(command: string): string {
  return command
    .split(" ")
    .filter((word) => word !== "" && !word.startsWith("-"))
    .slice(0, 4)
    .map((word) => (word.endsWith("main.ts") ? word.split("/").slice(-3).join("/") : basename(word)))
    .join(" ");
}
