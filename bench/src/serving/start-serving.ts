import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { PLAIN_ENV } from "../repository/run-git.ts";

const TICKS_PER_SECOND = 100;
/** What they hold is given back once their standard input ends. */
const ENDS_ITSELF = ["serve-catalyst.ts", "serve-gateway.ts"];

/** A server in a process of its own. */
export interface Serving<Said> {
  /** What it said of itself when it was ready. */
  said: Said;
  /** Processor time that it has had, in seconds. */
  cpuSeconds(): number;
  /** What it holds in memory, in MiB. */
  memoryMib(): number;
  stop(): Promise<void>;
}

/** Starts a file of this folder, and waits for the line of JSON that it says. */
export async function startServing<Said>(file: string, args: string[] = []): Promise<Serving<Said>> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { env: PLAIN_ENV, stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), "line"),
    ended.then(() => Promise.reject(new Error(`${file} ended before it served`))),
  ])) as [string];
  return {
    said: JSON.parse(line),
    cpuSeconds: () => {
      // The name in parentheses may hold spaces.
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    },
    memoryMib: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1024,
    async stop() {
      child.stdin.end();
      if (!ENDS_ITSELF.includes(file)) {
        child.kill();
      }
      await ended;
    },
  };
}
