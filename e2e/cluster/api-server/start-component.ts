import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { kubePlace } from "../program/kube-place.ts";

const TOLD_CHARACTERS = 3000;

/** One running part of a cluster. */
export interface Component {
  /** Throws with the end of what it said once it has ended by itself. */
  check(): Promise<void>;
  /** Without a last word, as a machine that loses its power. */
  kill(): Promise<void>;
}

/**
 * Starts a part of the cluster's program, which ends with this process, however that ends. What it says is kept in the folder, in a
 * file of its name.
 */
export async function startComponent(folder: string, name: string, flags: Record<string, string>): Promise<Component> {
  return await startCommand(folder, name, [kubePlace(), name, ...flagsOf(flags)]);
}

export function flagsOf(flags: Record<string, string>): string[] {
  return Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
}

/** The same of any command. */
export async function startCommand(folder: string, name: string, command: string[]): Promise<Component> {
  const logPath = join(folder, `${name}.log`);
  const log = openSync(logPath, "a");
  const child = spawn("setpriv", ["--pdeathsig", "KILL", ...command], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ["ignore", log, log],
  });
  const ended = once(child, "exit").catch(() => undefined);
  await once(child, "spawn");
  return {
    async check() {
      if (hasEnded(child)) {
        const said = await readFile(logPath, "utf8");
        throw new Error(
          `${name} ended by itself (${child.signalCode ?? child.exitCode}). It was started from ${basename(kubePlace())}, which ` +
            `\`node e2e/cluster/program/main.ts\` builds. It said last:\n${said.slice(-TOLD_CHARACTERS)}`,
        );
      }
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
