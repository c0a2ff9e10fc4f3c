import { createHash } from "node:crypto";
import type { MachineOwner } from "@catalyst/core";

const LENGTH = 12;

/**
 * The home's id, for the names of cookies: browsers give those of one port to all ports of a machine. It is that of the database, so
 * that all servers on one know each other's cookies.
 */
export function homeIdOf({ userId }: MachineOwner): string {
  return createHash("sha256").update(`home of ${userId}`).digest("hex").slice(0, LENGTH);
}
