import { makeControlGroup } from "@catalyst/machine/apart";
import { ENVIRONMENTS } from "../limits/environments-group.ts";
import { resourceLimitCommand } from "../limits/resource-limit.ts";
import { findSystemdScope, type SystemdScope } from "../limits/systemd-scope.ts";
import type { KeeperOrder } from "./keeper-order.ts";

/** How memory, processes and CPU of an environment are limited, in the order of preference. */
export type ProcessLimit =
  | { kind: "control_groups"; folders: string[]; fact: string }
  | { kind: "systemd_scope"; scope: SystemdScope; fact: string }
  /** `command` stands before what runs inside. Memory is then measured by the keeper. */
  | { kind: "resource_limit"; command: string[]; fact: string };

/** `name` is this stage's alone: what limited a former stage may take a moment to go. */
export async function limitProcesses(order: KeeperOrder, name: string): Promise<ProcessLimit> {
  const { limits } = order;
  const made = makeControlGroup({ kind: ENVIRONMENTS, name, limits, root: order.controlGroupRoot });
  if (made.group !== null) {
    return { kind: "control_groups", ...made.group };
  }
  const uid = process.getuid?.() ?? 0;
  const scope = uid === 0 ? null : await findSystemdScope({ name, limits, uid });
  if (scope !== null) {
    return {
      kind: "systemd_scope",
      scope,
      fact: "Memory, processes and CPU are limited by a scope of the user's systemd.",
    };
  }
  return {
    kind: "resource_limit",
    command: resourceLimitCommand(limits.processes),
    fact: `Memory is limited by measuring twice a second, processes by a resource limit, CPU by its priority only (no control groups: ${made.reason}).`,
  };
}
