import { z } from "zod";

/** What a person is in a project: of their own always the owner, of a team's what they are in the team. The first may most. */
export const Role = z.enum(["owner", "admin", "member", "viewer"]);
export type Role = z.infer<typeof Role>;

/** The one that may less. */
export function lesserRole(a: Role, b: Role): Role {
  return Role.options.indexOf(a) > Role.options.indexOf(b) ? a : b;
}
