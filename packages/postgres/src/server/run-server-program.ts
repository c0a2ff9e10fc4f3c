import { type ChildProcess, spawn } from "node:child_process";
import { userInfo } from "node:os";

/** An id that every Linux has in /etc/passwd; initdb looks its name up. */
const NOBODY = "65534";

/** All that the server's programs see of this process's environment. */
const SERVER_ENV = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
};

/** Runs a program of the server to its end; throws with its output when it fails. */
export async function runServerProgram(program: string, args: string[]): Promise<void> {
  const wrapped = wrap(program, args);
  // Loaded where it is used: each service loads this file, and one of them makes a database, once in a home's life.
  const { execa } = await import("execa");
  await execa(wrapped.command, wrapped.args, { env: SERVER_ENV, extendEnv: false, cwd: "/", all: true });
}

/** Starts the server detached from this process, its output going to the open file `log`. */
export function spawnServer(program: string, args: string[], log: number): ChildProcess {
  const wrapped = wrap(program, args);
  return spawn(wrapped.command, wrapped.args, {
    env: SERVER_ENV,
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log],
  });
}

/**
 * PostgreSQL refuses to run as root, and for an account without a name, as containers have them. Both get a user namespace in
 * which they are nobody and its files are their own.
 */
function wrap(program: string, args: string[]): { command: string; args: string[] } {
  if (process.getuid?.() !== 0 && hasName()) {
    return { command: program, args };
  }
  const namespace = ["--unshare-user", "--uid", NOBODY, "--gid", NOBODY, "--dev-bind", "/", "/", "--", program];
  return { command: "bwrap", args: [...namespace, ...args] };
}

function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}
