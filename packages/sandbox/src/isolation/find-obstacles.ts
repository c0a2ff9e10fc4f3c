import { accessSync, constants } from "node:fs";

/** One thing that isolation needs, tried. */
export interface IsolationFinding {
  name: string;
  ok: boolean;
  /** What was found, in a sentence. */
  detail: string;
  /** How to mend it; empty when nothing is wrong. */
  remedy: string;
}

interface Needed {
  bubblewrapPath: string;
  nodePath: string;
  runnerPath: string;
}

const BUBBLEWRAP_REMEDY = "Install it: apt-get install bubblewrap";
const UTIL_LINUX_REMEDY = "Install it: apt-get install util-linux";

/** What prevents an environment before anything is tried; nothing where all is in place. */
export function findObstacles({ bubblewrapPath, nodePath, runnerPath }: Needed): IsolationFinding[] {
  if (process.platform !== "linux") {
    return [
      obstacle(
        "platform",
        `Environments need Linux; this is ${process.platform}.`,
        "Use a Linux machine, or a Linux virtual machine (WSL 2 on Windows, Lima on macOS).",
      ),
    ];
  }
  if (process.arch !== "x64" && process.arch !== "arm64") {
    return [
      obstacle(
        "platform",
        `Environments need an x86-64 or arm64 processor; this is ${process.arch}.`,
        "Use such a machine.",
      ),
    ];
  }
  const needed: (IsolationFinding & { path: string })[] = [
    {
      path: bubblewrapPath,
      ...obstacle("bubblewrap", `There is no bubblewrap at ${bubblewrapPath}.`, BUBBLEWRAP_REMEDY),
    },
    { path: "/usr/bin/unshare", ...obstacle("util-linux", "The program unshare is missing.", UTIL_LINUX_REMEDY) },
    { path: "/usr/bin/setpriv", ...obstacle("util-linux", "The program setpriv is missing.", UTIL_LINUX_REMEDY) },
    { path: nodePath, ...obstacle("node", `There is no Node at ${nodePath}.`, "Install Node 24 or newer.") },
    {
      path: runnerPath,
      ...obstacle("runner", `There is no runner at ${runnerPath}.`, "Start Catalyst by its own command."),
    },
  ];
  return needed.filter(({ path }) => !isThere(path)).map(({ path: _, ...finding }) => finding);
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function obstacle(name: string, detail: string, remedy: string): IsolationFinding {
  return { name, ok: false, detail, remedy };
}
