import type { Team } from "../account.ts";
import type { CountLimit } from "../count-limit.ts";
import type { Role } from "../rights/role.ts";

/** A team, with what somebody is in it. */
export interface TeamOfPerson extends Team {
  role: Role;
}

export interface TeamMember {
  userId: string;
  login: string;
  name: string;
  role: Role;
  since: Date;
}

/** What becomes of a member; `role` null: they are one no more. */
export interface MemberChange {
  userId: string;
  role: Role | null;
}

export interface TeamStore {
  /** With its first owner, and its project. Throws `conflict` where another has the slug, and what the limit of teams that they are in says. */
  make(team: { slug: string; name: string; ownerId: string }, limit: CountLimit): Promise<TeamOfPerson>;
  /** Those that the person is in, by their slugs. */
  list(userId: string): Promise<TeamOfPerson[]>;
  /** null: there is none of this slug that the person is in. */
  find(input: { slug: string; userId: string }): Promise<TeamOfPerson | null>;
  /** Throws `conflict` where another has the slug. */
  rename(teamId: string, change: { slug?: string; name?: string }): Promise<void>;
  /** By their logins. */
  listMembers(teamId: string): Promise<TeamMember[]>;
  /** Somebody who is in it already stays what they are. */
  addMember(member: { teamId: string; userId: string; role: Role }): Promise<void>;
  /**
   * Decides on all members as they are, with nobody else changing them, and does it. Whoever changed is told to the server, so
   * that what they follow is asked for anew.
   */
  changeMember(teamId: string, decide: (members: readonly TeamMember[]) => MemberChange): Promise<TeamMember>;
}
