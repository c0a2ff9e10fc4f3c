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
  gatewayFolder: string;
}

/** What prevents an environment before anything is tried; nothing where all is in place. */
export function findObstacles({ bubblewrapPath, nodePath, runnerPath, gatewayFolder }: Needed): IsolationFinding[] {
  if (process.platform !== "linux") {
    return [obstacle("platform", `Environments need Linux; this is ${process.platform}.`, "Use a Linux machine, or a Linux virtual machine (WSL 2 on Windows, Lima on macOS).")];
  }
  if (process.arch !== "x64" && process.arch !== "arm64") {
    return [obstacle("platform", `Environments need an x86-64 or arm64 processor; this is ${process.arch}.`, "Use such a machine.")];
  }
  return [
    ...missing(bubblewrapPath, "bubblewrap", `There is no bubblewrap at ${bubblewrapPath}.`, "Install it: apt-get install bubblewrap"),
    ...missing("/usr/bin/unshare", "util-linux", "The program unshare is missing.", "Install it: apt-get install util-linux"),
    ...missing("/usr/bin/setpriv", "util-linux", "The program setpriv is missing.", "Install it: apt-get install util-linux"),
    ...missing(nodePath, "node", `There is no Node at ${nodePath}.`, "Install Node 24 or newer."),
    ...missing(runnerPath, "runner", `There is no runner at ${runnerPath}.`, "Start Catalyst by its own command, which builds it."),
    ...missing(gatewayFolder, "gateway", `There is no gateway folder at ${gatewayFolder}.`, "Start the gateway: catalyst up"),
  ];
}

function missing(path: string, name: string, detail: string, remedy: string): IsolationFinding[] {
  try {
    accessSync(path, constants.R_OK);
    return [];
  } catch {
    return [obstacle(name, detail, remedy)];
  }
}

function obstacle(name: string, detail: string, remedy: string): IsolationFinding {
  return { name, ok: false, detail, remedy };
}
