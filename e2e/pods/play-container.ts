import { spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { ENVIRONMENT_PATHS } from "@catalyst/core";

/** bubblewrap as root covers parts of /proc; a kubelet's containers don't run as root either. */
const ACCOUNT = process.getuid?.() === 0 ? 54_321 : (process.getuid?.() ?? 0);
const AS_ACCOUNT =
  process.getuid?.() === 0
    ? ["/usr/bin/setpriv", "--reuid", String(ACCOUNT), "--regid", String(ACCOUNT), "--clear-groups", "--"]
    : [];

/** Where the gateway is for what runs inside: the only way out, as a policy would leave it. */
export const GATEWAY_INSIDE = "127.0.0.1:8443";

/** BPF_RET with SECCOMP_RET_ALLOW: a filter, as a container has one. */
const ALLOW_ALL = Buffer.from([0x06, 0, 0, 0, 0, 0, 0xff, 0x7f]);

const FORWARD = `
import { connect, createServer } from "node:net";
createServer({ allowHalfOpen: true }, (inside) => {
  const outside = connect({ path: "/run/way-out/socket", allowHalfOpen: true });
  for (const [one, other] of [[inside, outside], [outside, inside]]) one.on("error", () => other.destroy()).pipe(other);
}).listen(8443, "127.0.0.1");
`;

export interface PlayedPod {
  /** Folders that its containers share. */
  folder: string;
  /** Runs a program of ours in a container, to its end. */
  run(container: PlayedContainer): Promise<{ exitCode: number | null; output: string }>;
  close(): void;
}

interface PlayedContainer {
  /** Its name: home and workspace are shared but by those that have their own. */
  name: string;
  hasOwnPlace?: boolean;
  program: string;
  args?: string[];
  env: Record<string, string>;
  /** What the kubelet puts there. */
  identity?: string;
  /** Ends all that is in it, which has no exit code then. */
  signal?: AbortSignal;
}

/** A pod's part that matters here: its own network, in which the gateway's port is the only way out, and our programs at their paths. */
export async function playPod(folder: string, doorPort: number): Promise<PlayedPod> {
  chmodSync(folder, 0o755);
  for (const name of ["way-out", "shared", "out"]) {
    makeFolder(join(folder, name));
  }
  writeFileSync(join(folder, "way-out/forward.mjs"), FORWARD);
  writeFileSync(join(folder, "filter"), ALLOW_ALL);
  const wayOut = await openWayOut(join(folder, "way-out/socket"), doorPort);
  return { folder, run: (container) => runContainer(folder, container), close: () => void wayOut.close() };
}

function makeFolder(path: string): string {
  mkdirSync(path, { recursive: true });
  chownSync(path, ACCOUNT, ACCOUNT);
  return path;
}

async function openWayOut(path: string, port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (inside) => {
    const outside = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
    inside.on("error", () => outside.destroy()).pipe(outside);
    outside.on("error", () => inside.destroy()).pipe(inside);
  });
  await new Promise<void>((resolve) => server.listen({ path, writableAll: true, readableAll: true }, resolve));
  return server;
}

function runContainer(folder: string, container: PlayedContainer): ReturnType<PlayedPod["run"]> {
  const { node } = ENVIRONMENT_PATHS;
  const { program, args = [], env } = container;
  const command = `${node} /run/way-out/forward.mjs & exec ${node} ${program} "$@"`;
  const [first = "", ...rest] = [
    ...[...AS_ACCOUNT, "/usr/bin/bwrap", ...isolation(), ...mounts(folder, container)],
    ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]),
    ...["--", "/bin/sh", "-c", `exec 3<&-; ${command}`, "sh", ...args],
  ];
  const filtered = ["-c", 'exec "$@" 3<"$0"', join(folder, "filter"), first, ...rest];
  const child = spawn("/bin/sh", filtered, {
    ...{ env: { PATH: "/usr/bin:/bin" }, stdio: ["ignore", "pipe", "pipe"] },
    ...{ signal: container.signal, killSignal: "SIGKILL" },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece: Buffer) => {
      output += piece;
    });
  }
  return new Promise((resolve) => {
    child.once("error", ({ message }) => resolve({ exitCode: null, output: message }));
    child.once("exit", (exitCode) => resolve({ exitCode, output }));
  });
}

function isolation(): string[] {
  return [
    ...["--unshare-all", "--uid", "1000", "--gid", "1000", "--cap-drop", "ALL", "--die-with-parent", "--new-session"],
    ...["--clearenv", "--seccomp", "3"],
  ];
}

function mounts(folder: string, { name, hasOwnPlace, program, identity }: PlayedContainer): string[] {
  const place = makeFolder(join(folder, hasOwnPlace === true ? name : "shared"));
  const identityFolder = makeFolder(join(folder, `identity-${name}`));
  writeFileSync(join(identityFolder, "token"), identity ?? "");
  const links = ["bin", "lib", "lib64"].flatMap((link) => ["--symlink", `usr/${link}`, `/${link}`]);
  const written = ["home", "workspace", "own"].map((part) => makeFolder(join(place, part)));
  const [home = "", workspace = "", own = ""] = written;
  return [
    ...[
      "--ro-bind",
      "/usr",
      "/usr",
      ...links,
      "--proc",
      "/proc",
      "--dev",
      "/dev",
      "--tmpfs",
      "/tmp",
      "--tmpfs",
      "/run",
    ],
    ...["--bind", home, ENVIRONMENT_PATHS.home, "--bind", workspace, ENVIRONMENT_PATHS.workspace],
    ...["--bind", own, ENVIRONMENT_PATHS.own, "--ro-bind", identityFolder, "/var/run/catalyst"],
    ...["--ro-bind", join(folder, "way-out"), "/run/way-out", "--bind", join(folder, "out"), "/out"],
    ...["--ro-bind", process.execPath, ENVIRONMENT_PATHS.node],
    ...["--ro-bind", join(folder, program.split("/").at(-1) ?? ""), program],
  ];
}
