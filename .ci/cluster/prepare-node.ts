import { spawnSync } from "node:child_process";

/** What a node is made of, as Debian's packages, and a program of each. */
const NEEDED = [
  ["containerd", "containerd"],
  ["runc", "runc"],
  ["/usr/lib/cni/ptp", "containernetworking-plugins"],
  ["iptables", "iptables"],
  ["ipset", "ipset"],
  ["conntrack", "conntrack"],
  ["nft", "nftables"],
  ["ip", "iproute2"],
  ["nsenter", "util-linux"],
  // What is at the address of clouds' metadata.
  ["busybox", "busybox"],
] as const;
/** Where administrators have their programs. */
const PATH = `${process.env.PATH ?? ""}:/usr/sbin:/sbin`;
const ROOT_USER = 0;

export type NodePreparation = { kind: "ready" } | { kind: "absent"; reason: string };

/** Sees to it that this machine can have a node; says why, where it can't. */
export function prepareNode(): NodePreparation {
  if (process.getuid?.() !== ROOT_USER) {
    return { kind: "absent", reason: "a node needs root, for namespaces and control groups" };
  }
  const packages = missingPackages();
  if (packages.length > 0 && !install(packages)) {
    return { kind: "absent", reason: `a node needs ${packages.join(", ")}, which can't be installed here` };
  }
  const { status, stderr } = spawnSync(
    "unshare",
    ["--net", "--mount", "--pid", "--fork", "mount", "-t", "tmpfs", "x", "/run"],
    {
      encoding: "utf8",
    },
  );
  return status === 0
    ? { kind: "ready" }
    : { kind: "absent", reason: `this machine makes no namespaces: ${stderr.trim().slice(0, 200)}` };
}

function missingPackages(): string[] {
  return NEEDED.filter(
    ([program]) => spawnSync("sh", ["-c", 'command -v "$0"', program], { env: { PATH } }).status !== 0,
  ).map(([, name]) => name);
}

/** As on a machine that builds and nothing else: what these packages start by themselves is not wanted. */
function install(packages: string[]): boolean {
  const apt = (...args: string[]) =>
    spawnSync("apt-get", args, {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: ["ignore", "ignore", "inherit"],
    }).status === 0;
  const bring = () => apt("install", "--yes", "--quiet", "--no-install-recommends", ...packages);
  return bring() || (apt("update", "--quiet") && bring());
}
