import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { childrenOf, waitUntil } from "@catalyst/machine";
import { execa } from "execa";
import { NODE } from "./node-place.ts";

const SCRIPT = fileURLToPath(new URL("node.sh", import.meta.url));
const END_MILLISECONDS = 20_000;
const OWN = ["--net", "--mount", "--pid", "--fork", "--kill-child"];

/** Namespaces of a node's own, as long as their first process lives. */
export interface NodeNamespaces {
  /** How a command begins that is to run in them. */
  enter: string[];
  /** Of their first process. */
  pid: number;
  /** Ends every process in them, and with these all that was mounted and linked. */
  end(): Promise<void>;
}

/**
 * Makes them, and their link to this machine. They end with this process, however that ends. `disk`: the folder in which pods' own files
 * are.
 */
export async function openNamespaces(disk: string): Promise<NodeNamespaces> {
  const args = [...OWN, "bash", SCRIPT, NODE.address, NODE.metadataAddress, NODE.hostAddress, disk];
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "unshare", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit").catch(() => undefined);
  let first = 0;
  const end = async () => {
    child.kill("SIGKILL");
    await ended;
    await endLink(first);
  };
  try {
    const lines = followLines(child);
    await lines.waitFor("made");
    const [pid = 0] = childrenOf(child.pid ?? 0);
    first = pid;
    await link(pid);
    await lines.waitFor("ready");
    return { enter: ["nsenter", "--target", String(pid), "--mount", "--pid", "--net", "--"], pid, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** This machine's end of the link goes with the other one's namespace, and the routes with it. */
async function link(pid: number): Promise<void> {
  const ip = async (...args: string[]) => await execa("ip", args);
  await ip("link", "add", NODE.name, "type", "veth", "peer", "name", "eth0", "netns", String(pid));
  await ip("addr", "add", `${NODE.hostAddress}/24`, "dev", NODE.name);
  await ip("link", "set", NODE.name, "up");
  for (const network of ["10.244.0.0/16", "10.96.0.0/16"]) {
    await ip("route", "add", network, "via", NODE.address, "dev", NODE.name);
  }
}

/** The kernel takes a namespace's links away some time after its last process: the next node's has the same name. */
async function endLink(pid: number): Promise<void> {
  await execa("ip", ["link", "delete", NODE.name], { reject: false });
  const isGone = () => !existsSync(`/proc/${pid}`) && !existsSync(`/sys/class/net/${NODE.name}`);
  if (!(await waitUntil(isGone, END_MILLISECONDS))) {
    throw new Error(`A node's first process ${pid} or its link is still there.`);
  }
}

function followLines(child: ChildProcess) {
  const heard = new Set<string>();
  const waiting = new Map<string, () => void>();
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
    heard.add(line);
    waiting.get(line)?.();
  });
  return {
    waitFor: async (line: string) =>
      await new Promise<void>((resolve, reject) => {
        child.once("exit", (code) => reject(new Error(`The node's first process ended (${code}): ${complaint}`)));
        waiting.set(line, resolve);
        if (heard.has(line)) {
          resolve();
        }
      }),
  };
}
