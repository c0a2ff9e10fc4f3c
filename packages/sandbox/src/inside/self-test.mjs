// Runs inside, before the runner and before anything untrusted is there: the runner is the module that it is given, whose
// `start` it calls once all holds. Its first line of output is the verdict; the keeper believes only that line, which nothing
// later can take back. Plain JavaScript: it must start fast.
import { spawn } from "node:child_process";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeSync,
} from "node:fs";

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
      ...["/", "/usr", "/etc", "/dev", "/opt", "/opt/agent", "/opt/catalyst/box"],
      ...["/run/catalyst/gateway", "/run/catalyst/mirror.git", "/run/catalyst/mirror.git/objects"],
    ].every((path) => !isAllowed(path, constants.W_OK)),
  "has its workspace as it was ordered": () =>
    isAllowed("/workspace", constants.W_OK) !== process.argv.includes("--read-only-workspace"),
  "can reach its gateway": () => canReachGateway(),
  "sees no gateway but its own": () =>
    readdirSync("/run/catalyst/gateway").every((name) => ["agent.sock", "gateway.sock"].includes(name)),
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

/** What the conditions below need of files, which the shell reads itself: a program for each would take longer than all of them. */
const READ_FILES = `
bound= permitted= filters= variables=unread
while read -r key value; do
  case $key in CapBnd:) bound=$value ;; CapPrm:) permitted=$value ;; Seccomp_filters:) filters=$value ;; esac
done < /proc/self/status
read -r variables < /proc/1/environ && variables=some`;

/**
 * What holds in the box that agent and hooks are started in, as conditions of the shell, of which only the first may start
 * a process. By the first two nothing there can name the runner: neither a signal nor /proc leads to it.
 */
const boxChecks = {
  "shuts its runner off from agents": '[ "$(readlink /proc/self/ns/pid)" != "$runner" ]',
  "shows agents their own processes only": 'set -- /proc/[0-9]*; [ "$$ $*" = "2 /proc/1 /proc/2" ]',
  "keeps the runner's own files from agents":
    'set -- /run/catalyst/own/* /run/catalyst/own/.[!.]*; [ ! -e "$1$2" ] && [ ! -w /run/catalyst/own ]',
  "gives agents no rights": '[ -n "$bound" ] && [ -n "$permitted" ] && case $bound$permitted in *[!0]*) false ;; esac',
  "filters agents' system calls": "case $filters in 0 | 1) false ;; esac",
  "lets agents make no user namespaces": "! /usr/bin/unshare --user /usr/bin/true",
  // The third is the shell's own, while it looks.
  "starts agents without inherited descriptors": 'cd /proc/2/fd && set -- * && [ "$*" = "0 1 2 3" ]',
  "starts agents without variables of its own": '[ -z "$variables" ]',
};

/** The names of what doesn't hold in a box. */
async function boxFailures() {
  const script = Object.entries(boxChecks)
    .map(([name, condition]) => `if ${condition}; then :; else echo "${name}"; fi`)
    .join("\n");
  const files = ["arguments", "filter"].map((name) => openSync(`/opt/catalyst/box/${name}`, "r"));
  const cover = ["--tmpfs", "/run/catalyst/own", "--remount-ro", "/run/catalyst/own"];
  const runner = readlinkSync("/proc/self/ns/pid");
  const command = ["/bin/sh", "-c", `exec 2>/dev/null; runner='${runner}'${READ_FILES}\n${script}\necho done`];
  const box = spawn("/opt/catalyst/bwrap", ["--args", "3", ...cover, "--", ...command], {
    env: {},
    stdio: ["ignore", "pipe", "pipe", ...files],
  });
  files.forEach(closeSync);
  const [error, said, words] = await Promise.all([endOf(box), readAll(box.stdout), readAll(box.stderr)]);
  const failed = said.trim().split("\n");
  return failed.pop() === "done" ? failed : [`can shut its runner off from agents (${error?.message ?? words.trim()})`];
}

/** null, or why it could not be started. */
function endOf(child) {
  return new Promise((resolve) => child.once("error", resolve).once("close", () => resolve(null)));
}

/** What was said until the end, also where that came early. */
async function readAll(stream) {
  let text = "";
  try {
    for await (const chunk of stream.setEncoding("utf8")) {
      text += chunk;
    }
  } catch {
    // That it could not be started is told by its own error.
  }
  return text;
}

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
  const folder = "/run/catalyst/gateway";
  const sockets = ["gateway.sock", "agent.sock"].map((name) => `${folder}/${name}`).filter((path) => existsSync(path));
  return isAllowed(folder, constants.X_OK) && sockets.every((path) => isAllowed(path, constants.W_OK));
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

async function failures() {
  // Asked first: all else is looked at while it is started and answers.
  const inBox = boxFailures();
  const failed = Object.entries(checks).flatMap(([name, check]) => {
    try {
      return check() ? [] : [name];
    } catch (error) {
      return [`${name} (${error.message})`];
    }
  });
  return [...failed, ...(await inBox)];
}

const checking = failures();
// Loaded meanwhile, which does nothing of itself: it begins after the verdict.
const loading = import(process.argv[2]);
loading.catch(() => undefined);
const failed = await checking;
writeSync(1, `${JSON.stringify({ selfTest: failed.length === 0 ? "passed" : "failed", failed })}\n`);
if (failed.length > 0) {
  process.exit(REFUSED_EXIT_CODE);
}
const { start } = await loading;
await start();
