import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ENVIRONMENT_PATHS, type Job } from "@catalyst/core";
import type { z } from "zod";

const WRITTEN = ["home", "workspace", "own"];

/** bubblewrap as root covers parts of /proc, in which no box can be made; the local provider never starts it so. */
export const ACCOUNT = process.getuid?.() === 0 ? 54_321 : (process.getuid?.() ?? 0);
const AS_ACCOUNT =
  process.getuid?.() === 0
    ? ["/usr/bin/setpriv", "--reuid", String(ACCOUNT), "--regid", String(ACCOUNT), "--clear-groups", "--"]
    : [];

export interface Launch {
  folder: string;
  runnerPath: string;
  mirror: string | null;
  job: z.input<typeof Job>;
}

export function launchRunner(input: Launch) {
  const args = sandboxArguments(input);
  const [program = "", ...rest] = [...AS_ACCOUNT, "/usr/bin/bwrap", ...args];
  const child = spawn(program, rest, { env: { PATH: "/usr/bin:/bin" }, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => undefined).end(JSON.stringify(input.job));
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  const exited = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once("error", (error) => resolve({ code: null, output: error.message }));
    child.once("close", (code) => resolve({ code, output }));
  });
  return { child, exited };
}

/** A run that verifies sees nothing of what others wrote. */
function placeFor(job: Launch["job"], folder: string): string {
  if (job.stage !== "verify") {
    return folder;
  }
  const place = mkdtempSync(join(folder, "verified-"));
  chmodSync(place, 0o755);
  const setup = join(folder, "setup");
  if (existsSync(setup)) {
    copyWritten(setup, place);
    return place;
  }
  for (const name of WRITTEN) {
    mkdirSync(join(place, name));
    chownSync(join(place, name), ACCOUNT, ACCOUNT);
  }
  return place;
}

/** With owners and links as they are. */
export function copyWritten(source: string, target: string): void {
  mkdirSync(target, { recursive: true });
  execFileSync("/bin/cp", ["--archive", "--", ...WRITTEN.map((name) => join(source, name)), target]);
}

/** As the local provider makes it, in what a runner needs of it; that it holds is that package's to prove. */
function sandboxArguments({ folder, runnerPath, mirror, job }: Launch): string[] {
  const written = placeFor(job, folder);
  const bind = (option: string, from: string, to: string) => [option, from, to];
  const links = ["bin", "lib", "lib64"].flatMap((name) => ["--symlink", `usr/${name}`, `/${name}`]);
  return [
    ...["--unshare-all", "--uid", "1000", "--gid", "1000", "--die-with-parent", "--new-session", "--clearenv"],
    ...[...bind("--ro-bind", "/usr", "/usr"), ...links, "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"],
    ...bind("--bind", join(written, "home"), ENVIRONMENT_PATHS.home),
    ...bind("--bind", join(written, "workspace"), ENVIRONMENT_PATHS.workspace),
    ...bind("--ro-bind", join(folder, "gateway"), ENVIRONMENT_PATHS.gatewayFolder),
    ...bind("--ro-bind", process.execPath, ENVIRONMENT_PATHS.node),
    ...bind("--ro-bind", runnerPath, ENVIRONMENT_PATHS.runner),
    ...(mirror === null ? [] : bind("--ro-bind", mirror, ENVIRONMENT_PATHS.mirror)),
    ...bind("--bind", join(written, "own"), ENVIRONMENT_PATHS.own),
    ...bind("--ro-bind", "/usr/bin/bwrap", ENVIRONMENT_PATHS.bubblewrap),
    ...bind("--ro-bind", writeBox(join(folder, "box")), dirname(ENVIRONMENT_PATHS.boxArguments)),
    ...bridgeArguments(folder),
  ];
}

/** The runner, beside what speaks TLS for the gateway where the test has put that. */
function bridgeArguments(folder: string): string[] {
  const { node, runner } = ENVIRONMENT_PATHS;
  const bridge = join(folder, "bridge");
  const both = `${node} /opt/bridge/tls-bridge.mjs & exec ${node} ${runner}`;
  return existsSync(bridge) ? ["--ro-bind", bridge, "/opt/bridge", "--", "/bin/sh", "-c", both] : ["--", node, runner];
}

const BOX = ["--unshare-user", "--unshare-pid", "--new-session", "--die-with-parent"];
/** BPF_RET with SECCOMP_RET_ALLOW. */
const ALLOW_ALL = Buffer.from([0x06, 0, 0, 0, 0, 0, 0xff, 0x7f]);

function writeBox(folder: string): string {
  const args = [...BOX, "--dev-bind", "/", "/", "--proc", "/proc", "--seccomp", "4"];
  writeFileSync(join(folder, basename(ENVIRONMENT_PATHS.boxArguments)), args.map((arg) => `${arg}\0`).join(""));
  writeFileSync(join(folder, basename(ENVIRONMENT_PATHS.boxFilter)), ALLOW_ALL);
  return folder;
}

/** The runner is the child of bubblewrap's first process inside. */
export async function findRunner(bubblewrap: ChildProcess | undefined): Promise<number> {
  return findChild(await findChild(bubblewrap?.pid));
}

/** /proc/<pid>/net shows the process's own network: 2253 is port 8787. */
export async function isListening(bubblewrap: ChildProcess | undefined): Promise<boolean> {
  const first = await findChild(bubblewrap?.pid).catch(() => null);
  const connections = await readFile(`/proc/${first}/net/tcp`, "utf8").catch(() => "");
  return connections.includes("0100007F:2253");
}

async function findChild(pid: number | undefined): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  const child = Number(children.trim().split(" ")[0]);
  if (!(child > 1)) {
    throw new Error(`Process ${pid} has no child.`);
  }
  return child;
}
