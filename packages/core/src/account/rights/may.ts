import type { Actor } from "../actor.ts";
import { lesserRole, type Role } from "./role.ts";

/** A team, and what the person who is asked about is in it; null: nothing. */
export interface SeenTeam {
  teamId: string;
  role: Role | null;
}

/** The same of a project; `teamId` null: it is a person's. */
export interface SeenProject {
  id: string;
  teamId: string | null;
  role: Role | null;
}

/** As whom the table knows an actor in a project or team. */
type Standing = Role | "machine_owner" | "forge_write" | "forge_maintain" | "system";

const ADMINS = ["owner", "admin", "machine_owner"] as const;
const MEMBERS = [...ADMINS, "member", "forge_write", "forge_maintain"] as const;

/** What can be done in a project, and who may. */
const IN_PROJECT = {
  /** Its tasks, their logs and results, its settings and repositories, and the names of its secrets and credentials. */
  see: [...MEMBERS, "viewer", "system"],
  ask_task: MEMBERS,
  send_message: [...MEMBERS, "system"],
  decide_plan: MEMBERS,
  retry_task: [...MEMBERS, "system"],
  resume_task: [...MEMBERS, "system"],
  raise_budget: MEMBERS,
  cancel_task: [...MEMBERS, "system"],
  /** To take it out of the lists, or back into them. */
  archive_task: MEMBERS,
  publish_result: [...MEMBERS, "system"],
  /** To publish what breaks a rule of the project. */
  accept_findings: [...ADMINS, "forge_maintain"],
  change_settings: ADMINS,
  keep_secrets: ADMINS,
  /** Those of the team whose project it is. */
  keep_team_credentials: ADMINS,
  change_repository: ADMINS,
  rename_project: ADMINS,
} as const satisfies Record<string, readonly Standing[]>;

/** What can be done with a team. Nobody makes anybody more than they are themselves: `mayGrant`. */
const IN_TEAM = {
  see_team: [...ADMINS, "member", "viewer"],
  rename_team: ADMINS,
  invite_members: ADMINS,
  change_members: ADMINS,
  make_team_project: ADMINS,
  /** Where the team is told of what happens in its projects. */
  keep_team_notifications: ADMINS,
  /** What was written down of who did what in it. */
  see_team_audit: ADMINS,
} as const satisfies Record<string, readonly Standing[]>;

/** As whom the table knows an actor beside projects; `whole_key`: an API key that may all that its person may. */
type Kind = Actor["kind"] | "whole_key";

/** What can be done beside projects and teams. */
const BESIDE_PROJECTS = {
  keep_own_credentials: ["machine_owner", "person", "whole_key"],
  /** Where they are signed in. */
  keep_own_sessions: ["machine_owner", "person"],
  /** Accounts of forges that are theirs. */
  link_own_accounts: ["machine_owner", "person"],
  /** Through a key nobody gets another. */
  keep_own_keys: ["machine_owner", "person"],
  /** Where they are told of tasks. */
  keep_own_notifications: ["machine_owner", "person"],
  make_team: ["machine_owner", "person"],
  make_own_project: ["machine_owner", "person", "whole_key"],
  /** To work on whatever a folder of the machine holds. */
  name_folder: ["machine_owner"],
  /** A subscription for one task alone: what comes over a network is stored, or a key. */
  bring_subscription: ["machine_owner"],
  see_agents: ["machine_owner", "person", "api_key", "whole_key", "system"],
  rotate_keys: ["machine_owner", "system"],
  install_agents: ["machine_owner", "system"],
  /** To get a link that signs in as the machine's owner. */
  make_sign_in_link: ["machine_owner"],
  /** Who may sign in here. */
  manage_people: ["machine_owner"],
  see_audit: ["machine_owner"],
  /** By which GitHub Apps Catalyst hears and acts for everybody here. */
  manage_github_apps: ["machine_owner"],
  /** By which of them, and who let them in. */
  see_github_setup: ["machine_owner", "person"],
  remove_leftovers: ["machine_owner", "system"],
} as const satisfies Record<string, readonly Kind[]>;

export type ProjectAction = keyof typeof IN_PROJECT;
export type TeamAction = keyof typeof IN_TEAM;
export type MachineAction = keyof typeof BESIDE_PROJECTS;
type Action = ProjectAction | TeamAction | MachineAction;

/** The one table of who may do what. The place null: it isn't done in one. */
export function may(actor: Actor, action: ProjectAction, project: SeenProject): boolean;
export function may(actor: Actor, action: TeamAction, team: SeenTeam): boolean;
export function may(actor: Actor, action: MachineAction, place: null): boolean;
export function may(actor: Actor, action: Action, place: SeenProject | SeenTeam | null): boolean {
  if (place === null) {
    const kinds: readonly string[] = BESIDE_PROJECTS[action as MachineAction] ?? [];
    return kinds.includes(kindOf(actor));
  }
  const table: Record<string, readonly string[]> = "id" in place ? IN_PROJECT : IN_TEAM;
  const standing = standingIn(place, actor);
  return standing !== null && (table[action] ?? []).includes(standing);
}

/** Whether an actor may make somebody this in a team, or take it from them: what is more than they are is not theirs to give. */
export function mayGrant(actor: Actor, role: Role, team: SeenTeam): boolean {
  const standing = standingIn(team, actor);
  const own = standing === "machine_owner" ? "owner" : standing;
  return may(actor, "change_members", team) && lesserRole(own as Role, role) === role;
}

function kindOf(actor: Actor): Kind {
  return actor.kind === "api_key" && actor.role === "owner" && actor.within === null ? "whole_key" : actor.kind;
}

function standingIn(place: SeenProject | SeenTeam, actor: Actor): Standing | null {
  const { role } = place;
  switch (actor.kind) {
    case "machine_owner":
      return role === null ? null : "machine_owner";
    case "person":
      return role;
    case "api_key":
      return role === null || !isWithin(place, actor) ? null : lesserRole(role, actor.role);
    case "forge_account":
      // What it is here by itself doesn't count: it acts there, and that is who may be asked again.
      return "id" in place && actor.projectId === place.id ? standingOnForge(actor) : null;
    case "system":
      return "system";
  }
}

function isWithin(place: SeenProject | SeenTeam, { within }: Extract<Actor, { kind: "api_key" }>): boolean {
  switch (within?.kind) {
    case undefined:
      return true;
    case "team":
      return place.teamId === within.teamId;
    case "project":
      return "id" in place && place.id === within.projectId;
  }
}

function standingOnForge({ permission }: Extract<Actor, { kind: "forge_account" }>): Standing | null {
  switch (permission) {
    case "admin":
    case "maintain":
      return "forge_maintain";
    case "write":
      return "forge_write";
    default:
      return null;
  }
}
