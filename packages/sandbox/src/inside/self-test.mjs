// Runs inside, before the runner and before anything untrusted is there. Its first line of output is the verdict;
// the keeper believes only that line, which nothing later can take back. Plain JavaScript: it must start fast.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync, readlinkSync, writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const REFUSED_EXIT_CODE = 97;

const checks = {
  "runs without rights": () => process.getuid() === 1000 && process.getgid() === 1000,
  "has no capabilities": () =>
    ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"].every((name) => /^0+$/.test(status(name))),
  "can't gain rights": () => status("NoNewPrivs") === "1",
  "has a system call filter": () => status("Seccomp") === "2",
  "starts with an empty environment": () => readFileSync("/proc/1/environ").every((byte) => byte === 0),
  "sees its own processes only": () => readFileSync("/proc/1/cmdline", "utf8").includes("bwrap"),
  "has the loopback interface only": () => interfaces().join() === "lo",
  "has no route": () =>
    readFileSync("/proc/net/route", "utf8").trim().split("\n").length === 1 &&
    ipv6Routes().every((device) => device === "lo"),
  "can't write the system": () =>
    [
      ...["/", "/usr", "/etc", "/dev", "/opt", "/opt/agent"],
      ...["/run/catalyst/gateway", "/run/catalyst/mirror.git", "/run/catalyst/mirror.git/objects"],
    ].every((path) => !isAllowed(path, constants.W_OK)),
  "has its workspace as it was ordered": () =>
    isAllowed("/workspace", constants.W_OK) !== process.argv.includes("--read-only-workspace"),
  "can't make user namespaces": () =>
    spawnSync("/usr/bin/unshare", ["--user", "/usr/bin/true"], { env: {} }).status === 1,
  "can reach its gateway": () => canReachGateway(),
  "sees no gateway but its own": () => readdirSync("/run/catalyst/gateway").every((name) => name === "gateway.sock"),
  "can read its runner": () => isAllowed("/opt/catalyst/runner.mjs", constants.R_OK),
  "can read its agent": () => isAllowed("/opt/agent", constants.R_OK | constants.X_OK),
  "has no inherited descriptors": () => strangeDescriptors().length === 0,
  "doesn't see the machine": () =>
    ["/root", "/sys", "/mnt", "/srv", "/run/docker.sock", "/run/dbus", "/etc/shadow"].every(
      (path) => !existsSync(path),
    ) &&
    readdirSync("/home").join() === "agent" &&
    readdirSync("/var").join() === "tmp",
};

function status(name) {
  return new RegExp(`^${name}:\\s*(\\S+)`, "m").exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "";
}

function interfaces() {
  return readFileSync("/proc/net/dev", "utf8")
    .split("\n")
    .slice(2)
    .map((line) => line.split(":")[0].trim())
    .filter(Boolean);
}

function ipv6Routes() {
  const table = existsSync("/proc/net/ipv6_route") ? readFileSync("/proc/net/ipv6_route", "utf8") : "";
  return table
    .split("\n")
    .filter(Boolean)
    .map((line) => line.trim().split(/\s+/).at(-1));
}

/** A gateway that is being restarted has no socket for a moment. */
function canReachGateway() {
  const socket = "/run/catalyst/gateway/gateway.sock";
  return (
    isAllowed("/run/catalyst/gateway", constants.X_OK) && (!existsSync(socket) || isAllowed(socket, constants.W_OK))
  );
}

function isAllowed(path, mode) {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** Node's own descriptors are anonymous, or sockets and pipes that close at exec; a file or a socket from outside is neither. */
function strangeDescriptors() {
  return readdirSync("/proc/self/fd").filter((name) => Number(name) > 2 && !closesAtExec(name));
}

function closesAtExec(name) {
  try {
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, "utf8"))?.[1] ?? "0";
    return (Number.parseInt(flags, 8) & 0o2000000) !== 0;
  } catch {
    return !isOpen(name);
  }
}

function isOpen(name) {
  try {
    readlinkSync(`/proc/self/fd/${name}`);
    return true;
  } catch {
    return false;
  }
}

function failures() {
  return Object.entries(checks).flatMap(([name, check]) => {
    try {
      return check() ? [] : [name];
    } catch (error) {
      return [`${name} (${error.message})`];
    }
  });
}

if (isMainThread) {
  const failed = failures();
  writeSync(1, `${JSON.stringify({ selfTest: failed.length === 0 ? "passed" : "failed", failed })}\n`);
  if (failed.length > 0) {
    process.exit(REFUSED_EXIT_CODE);
  }
}
