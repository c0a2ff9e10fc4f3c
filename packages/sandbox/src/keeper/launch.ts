import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Job, StageAccess } from "@catalyst/core";
import { pathsIn } from "./disk/prepare-folder.ts";
import type { KeeperOrder, StageOrder } from "./keeper-order.ts";
import type { ProcessLimit } from "./limit-processes.ts";
import { SYSTEM_PATH } from "./run.ts";

const LAUNCH_SCRIPT = join(import.meta.dirname, "launch.sh");

export interface Launch {
  order: KeeperOrder;
  stage: StageOrder;
  limit: ProcessLimit;
  /** Whether what the environment may see was gathered for an earlier stage. */
  isGathered: boolean;
}

/** A stage's first process, which does nothing but wait in its limits. */
export interface Launcher {
  child: ChildProcess;
  /**
   * Has it become bubblewrap with the runner in it, which gets its job on standard input: it is in no file, argument or
   * variable, and gone once it was read.
   */
  go(access: StageAccess): void;
  /** Has it end, before it was anything. */
  dismiss(): void;
}

/** Starts a launcher. Descriptors 3 and 4 are bubblewrap's, which closes them before the runner starts. */
export function launch(wanted: Launch): Launcher {
  const paths = pathsIn(wanted.order.folder);
  const { limit, stage, order } = wanted;
  const descriptors = [openSync(paths.bubblewrapArguments, "r"), openSync(paths.runnerFilter, "r")];
  const scope = limit.kind === "systemd_scope" ? limit.scope : { command: [], env: { PATH: SYSTEM_PATH } };
  const [program = "/bin/sh", ...args] = [...scope.command, "/bin/sh", LAUNCH_SCRIPT, ...launchArguments(wanted)];
  try {
    const child = spawn(program, args, { env: scope.env, cwd: "/", stdio: ["pipe", "pipe", "pipe", ...descriptors] });
    // A program that can't be started shows by its missing process number.
    child.on("error", () => undefined);
    // A runner that was refused doesn't read its job.
    child.stdin?.on("error", () => undefined);
    return {
      child,
      go(access) {
        const job: Job = { ...stage.job, ...access, gateway: order.gateway };
        child.stdin?.end(`\n${JSON.stringify(job)}`);
      },
      dismiss: () => void child.stdin?.end(),
    };
  } finally {
    descriptors.forEach((descriptor) => {
      closeSync(descriptor);
    });
  }
}

function launchArguments({ order, stage, limit, isGathered }: Launch): string[] {
  const groups = limit.kind === "control_groups" ? limit.folders.map((folder) => join(folder, "cgroup.procs")) : [];
  const limited = limit.kind === "resource_limit" ? limit.command : [];
  const uid = order.account.kind === "separate" ? String(order.account.uid) : "";
  return [
    ...[groups.join(" "), uid, isGathered ? "" : pathsIn(order.folder).mounts],
    ...[order.bubblewrapPath, "--args", "3", "--"],
    ...limited,
    ...stage.command,
  ];
}
