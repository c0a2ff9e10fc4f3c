import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { ENVIRONMENT_PATHS } from "@catalyst/core";
import type { Box, BoxCommand } from "./box.ts";
import { endBox } from "./end-box.ts";
import { startPlain } from "./start-plain.ts";

/**
 * Starts a command in a box of its own. Its options, variables among them, pass through a descriptor: on the command line they
 * could be read in the box, where process 1 shows bubblewrap's.
 */
export function startInBox(wanted: BoxCommand): Box {
  // A provider whose environments can shut the runner off proves beforehand that it is there.
  if (!existsSync(ENVIRONMENT_PATHS.bubblewrap)) {
    return startPlain(wanted);
  }
  const filter = openSync(ENVIRONMENT_PATHS.boxFilter, "r");
  let child: ChildProcess;
  try {
    child = spawn(ENVIRONMENT_PATHS.bubblewrap, ["--args", "3", "--", wanted.command, ...wanted.args], {
      cwd: "/",
      env: {},
      stdio: ["pipe", "pipe", "pipe", "pipe", filter, "pipe"],
    });
  } finally {
    closeSync(filter);
  }
  const [stdin, stdout, stderr, options, , status] = child.stdio as unknown as [
    Writable,
    Readable,
    Readable,
    Writable,
    null,
    Readable,
  ];
  options.on("error", () => undefined).end(bubblewrapOptions(wanted));
  const started = readFirstProcess(status);
  return {
    stdin,
    stdout,
    stderr,
    ended: describeEnd(child, started.said),
    end: async (graceSeconds) => endBox(await started.pid, graceSeconds),
  };
}

function bubblewrapOptions({ folder, env, isOwn, shown, home }: BoxCommand): string {
  const options = [
    ...(isOwn ? [] : cover(shown)),
    ...(home === undefined ? [] : ["--bind", home, ENVIRONMENT_PATHS.home]),
    ...["--chdir", folder, "--json-status-fd", "5"],
    ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]),
  ];
  return readFileSync(ENVIRONMENT_PATHS.boxArguments, "utf8") + options.map((option) => `${option}\0`).join("");
}

/** Where agents find nothing of the runner's but what is shown. */
function cover(shown: string | undefined): string[] {
  const { own } = ENVIRONMENT_PATHS;
  return ["--tmpfs", own, ...(shown === undefined ? [] : ["--ro-bind", shown, shown]), "--remount-ro", own];
}

/** bubblewrap tells which process is the first one in the box; and how the command ended, if it was started. */
function readFirstProcess(status: Readable): { pid: Promise<number | null>; said: Promise<string> } {
  let said = "";
  const pid = Promise.withResolvers<number | null>();
  status.setEncoding("utf8").on("data", (piece: string) => {
    said += piece;
    const found = /"child-pid": (\d+)/.exec(said)?.[1];
    if (found !== undefined) {
      pid.resolve(Number(found));
    }
  });
  const all = new Promise<string>((resolve) => {
    status.once("close", () => {
      pid.resolve(null);
      resolve(said);
    });
  });
  return { pid: pid.promise, said: all };
}

async function describeEnd(child: ChildProcess, said: Promise<string>): Box["ended"] {
  const end = await new Promise<{ exitCode: number | null; error: string | null }>((resolve) => {
    child.once("error", (error) => resolve({ exitCode: null, error: error.message }));
    child.once("exit", (exitCode) => resolve({ exitCode, error: null }));
  });
  const wasStarted = /"exit-code"/.test(await said);
  return end.error === null && end.exitCode !== null && !wasStarted
    ? { exitCode: null, error: "bubblewrap could not start it, and says why in the log" }
    : end;
}
