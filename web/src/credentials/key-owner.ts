import type { Project } from "@catalyst/api";

/** Whose keys somebody sees. */
export interface KeyOwner {
  /** One of the team's projects, by which the team is named; null: whoever looks themselves. */
  project: string | null;
  team: string | null;
  /** Whether whoever looks may add, replace and delete them. */
  mayKeep: boolean;
}

const ADMINS: readonly Project["role"][] = ["owner", "admin"];

/** Whoever looks, then the teams that have a project. */
export function keyOwners(projects: readonly Project[]): KeyOwner[] {
  const owners: KeyOwner[] = [{ project: null, team: null, mayKeep: true }];
  for (const { name, team, role } of projects) {
    if (team !== null && !owners.some((owner) => owner.team === team)) {
      owners.push({ project: name, team, mayKeep: ADMINS.includes(role) });
    }
  }
  return owners;
}

export const ownerWords = ({ team }: Pick<KeyOwner, "team">): string => (team === null ? "You" : `Team ${team}`);
