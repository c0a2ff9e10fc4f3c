import { existsSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentLimits } from "@catalyst/core";
import { CONTROL_GROUP_ROOT, tryRead } from "@catalyst/machine/apart";
import { run, SYSTEM_PATH } from "../keeper/run.ts";
import { ENVIRONMENTS } from "./environments-group.ts";

/** A way to start a command under the limits of an ordinary user's own systemd. */
export interface SystemdScope {
  /** Stands before the command, and becomes it. */
  command: string[];
  env: Record<string, string>;
}

interface Wanted {
  name: string;
  limits: EnvironmentLimits;
  uid: number;
}

/** null where the user has no systemd of their own, or it may not limit. */
export async function findSystemdScope(wanted: Wanted): Promise<SystemdScope | null> {
  const runtime = `/run/user/${wanted.uid}`;
  if (!existsSync(join(runtime, "bus"))) {
    return null;
  }
  const env = { XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: `unix:path=${runtime}/bus` };
  try {
    const [program = "", ...trial] = scopeCommand({ ...wanted, name: `${wanted.name}-trial` });
    await run(program, [...trial, "/bin/true"], env);
    return { command: scopeCommand(wanted), env: { PATH: SYSTEM_PATH, ...env } };
  } catch {
    return null;
  }
}

export function scopeCommand({ name, limits }: Omit<Wanted, "uid">): string[] {
  const properties = [
    `MemoryMax=${limits.memoryMib}M`,
    "MemorySwapMax=0",
    `TasksMax=${limits.processes}`,
    `CPUQuota=${Math.round(limits.cpus * 100)}%`,
    `CPUWeight=${ENVIRONMENTS.weight}`,
    `IOWeight=${ENVIRONMENTS.weight}`,
  ];
  return [
    ...["/usr/bin/systemd-run", "--user", "--scope", "--quiet", "--collect", `--unit=${scopeName(name)}`],
    ...properties.flatMap((property) => ["--property", property]),
    "--",
  ];
}

/**
 * The control group of a process in that scope, from its /proc/<pid>/cgroup; null when it is anywhere else.
 * The check matters: everything in the answer will be killed, and elsewhere is the user's whole session.
 */
export function findScopeFolder(pid: number, name: string): string | null {
  const path = /^0::(\/.*)$/m.exec(tryRead(`/proc/${pid}/cgroup`))?.[1];
  return path?.endsWith(`/${scopeName(name)}`) ? join(CONTROL_GROUP_ROOT, path) : null;
}

function scopeName(name: string): string {
  return `catalyst-${name}.scope`;
}
