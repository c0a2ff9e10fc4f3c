import type { Team } from "@catalyst/api";

type Role = Team["role"];

/** What each may, the most first. */
export const ROLE_WORDS: Record<Role, string> = {
  owner: "all of it, and makes and removes owners",
  admin: "settings, secrets, keys, repositories and members, too",
  member: "asks for tasks and steers them",
  viewer: "sees tasks, logs and settings",
};

export const ROLES = Object.keys(ROLE_WORDS) as Role[];

/** Whether settings, keys and members are theirs to change. */
export function mayKeep(role: Role): boolean {
  return role === "owner" || role === "admin";
}

/** What whoever is in a team may make others: an admin no owners. */
export function rolesToGive(role: Role): Role[] {
  return role === "owner" ? ROLES : ROLES.filter((other) => other !== "owner");
}
