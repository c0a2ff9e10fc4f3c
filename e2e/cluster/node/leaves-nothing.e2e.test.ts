import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, expect, test } from "vitest";
import { NODE } from "./node-place.ts";
import { startNode } from "./start-node.ts";

const STARTER = fileURLToPath(new URL("stand-in/start-node.ts", import.meta.url));
/** What a kubelet would change for the whole machine. */
const SETTINGS = [
  "vm.overcommit_memory",
  "vm.panic_on_oom",
  "kernel.panic",
  "kernel.panic_on_oops",
  "net.ipv4.ip_forward",
];

let child: ChildProcess | undefined;
afterEach(() => child?.kill("SIGKILL"));

/** What a node could leave on this machine. */
async function lookAround() {
  const read = async (command: string, ...args: string[]) => (await execa(command, args)).stdout;
  const processes = await read("ps", "-eo", "pid,args");
  return {
    mounts: (await read("findmnt", "--noheadings", "--raw", "--output", "TARGET,SOURCE"))
      .split("\n")
      .filter((line) => /catalyst-node|containerd|kubelet|cni/.test(line)),
    links: (await read("ip", "-brief", "link")).split("\n").map((line) => line.split(/\s/)[0]),
    routes: (await read("ip", "route")).split("\n"),
    rules: await read("nft", "list", "ruleset"),
    namespaces: (await read("ip", "netns", "list")).trim(),
    groups: globSync(["/sys/fs/cgroup/*/catalyst-node", "/sys/fs/cgroup/catalyst-node"]),
    folders: ["/var/lib/kubelet", "/var/lib/containerd", "/var/lib/cni", "/run/containerd"].filter(existsSync),
    settings: await read("sysctl", ...SETTINGS),
    processes: processes.split("\n").filter((line) => /catalyst-node-|containerd-shim/.test(line)),
  };
}

test("a node that is stopped leaves no mount, link, route, rule, group, folder, setting or process", async () => {
  const before = await lookAround();
  const node = await startNode();
  try {
    expect(await node.run(["ip", "-brief", "address", "show", "eth0"])).toContain(NODE.address);
    expect((await lookAround()).groups).not.toEqual([]);
  } finally {
    await node.stop();
  }
  expect(await lookAround()).toEqual(before);
});

test("one whose test is killed ends with it, and the next one takes away its last traces", async () => {
  const before = await lookAround();
  child = fork(STARTER, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  await once(child, "message");
  expect((await lookAround()).processes).not.toEqual([]);
  const { pid } = child;
  expect(foldersOf(pid)).toHaveLength(2);
  child.kill("SIGKILL");
  const { groups: _left, ...rest } = before;
  await expect.poll(lookAround).toMatchObject(rest);
  await (await startNode()).stop();
  expect(await lookAround()).toEqual(before);
  expect(foldersOf(pid)).toEqual([]);
});

/** Of a node and its cluster, whoever else has some on this machine meanwhile. */
function foldersOf(pid: number | undefined): string[] {
  return globSync(join(tmpdir(), "catalyst-{node,cluster}-*")).filter((folder) => {
    const owner = join(folder, "owner.json");
    return existsSync(owner) && JSON.parse(readFileSync(owner, "utf8")).pid === pid;
  });
}
