import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { KeeperOrder } from "./keeper-order.ts";
import { pathsIn } from "./prepare-folder.ts";
import { SYSTEM_PATH } from "./run.ts";

export interface LaunchLimits {
  controlGroups: string[];
  /** A limit for the account where there are no control groups; else null. */
  processes: number | null;
}

/** Starts bubblewrap with the runner in it. Descriptors 3 and 4 are bubblewrap's, which closes them before the runner starts. */
export function launch(order: KeeperOrder, limits: LaunchLimits): ChildProcess {
  const paths = pathsIn(order.folder);
  const descriptors = [openSync(paths.bubblewrapArguments, "r"), openSync(paths.seccompFilter, "r")];
  try {
    return spawn("/bin/sh", [join(import.meta.dirname, "launch.sh"), ...launchArguments(order, limits)], {
      env: { PATH: SYSTEM_PATH },
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe", ...descriptors],
    });
  } finally {
    descriptors.forEach((descriptor) => {
      closeSync(descriptor);
    });
  }
}

function launchArguments(order: KeeperOrder, { controlGroups, processes }: LaunchLimits): string[] {
  const groups = controlGroups.map((folder) => join(folder, "cgroup.procs")).join(" ");
  const uid = order.account.kind === "separate" ? String(order.account.uid) : "";
  return [
    ...[groups, processes === null ? "" : String(processes), uid, pathsIn(order.folder).mounts],
    ...[order.bubblewrapPath, "--args", "3", "--"],
    ...order.command,
  ];
}
