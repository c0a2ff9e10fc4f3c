import { existsSync, readFileSync } from "node:fs";

/** Where Kubernetes puts an account's token that opens its API, unless it is told not to. */
const ACCOUNT_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";

/** gVisor filters system calls itself, and says 0 where the kernel would say 2. */
function isFiltered(status: string, version: string): boolean {
  return fieldOf(status, "Seccomp") === "2" || /gvisor/i.test(version);
}

const CAPABILITIES = ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"];

/** What this container has that it must not: nothing is handed out to it then. */
export function inspectContainer(status = read("/proc/self/status"), version = read("/proc/version")): string[] {
  const checks: [string, boolean][] = [
    ["runs as root", (fieldOf(status, "Uid") || "0") === "0"],
    ["has capabilities", CAPABILITIES.some((name) => !/^0+$/.test(fieldOf(status, name)))],
    ["may gain rights", fieldOf(status, "NoNewPrivs") !== "1"],
    ["has no system call filter", !isFiltered(status, version)],
    ["has an account's token", existsSync(ACCOUNT_FOLDER)],
  ];
  return checks.filter(([, isSo]) => isSo).map(([what]) => what);
}

function fieldOf(status: string, name: string): string {
  return new RegExp(`^${name}:\\s*(\\S+)`, "m").exec(status)?.[1] ?? "";
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
