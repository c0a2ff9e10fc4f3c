import { z } from "zod";

/** What a forge lets an account do in a repository, as it said when the account acted. */
export const ForgePermission = z.enum(["none", "read", "triage", "write", "maintain", "admin"]);
export type ForgePermission = z.infer<typeof ForgePermission>;

const WRITERS: readonly ForgePermission[] = ["write", "maintain", "admin"];

/** Who may write in a repository may have work done there. */
export function mayWrite(permission: ForgePermission): boolean {
  return WRITERS.includes(permission);
}
