import type { Actor } from "./actor.ts";
import { lesserRole, type Role } from "./role.ts";

/** A project, and what the person who is asked about is in it; null: nothing. */
export interface SeenProject {
  id: string;
  role: Role | null;
}

/** As whom the table knows an actor in a project. */
type Standing = Role | "machine_owner" | "forge_write" | "forge_maintain" | "system";

const ADMINS = ["owner", "admin", "machine_owner"] as const;
const MEMBERS = [...ADMINS, "member", "forge_write", "forge_maintain"] as const;

/** What can be done in a project, and who may. */
const IN_PROJECT = {
  /** Its tasks, their logs and results, its settings and repositories, and the names of its secrets. */
  see: [...MEMBERS, "viewer", "system"],
  ask_task: MEMBERS,
  send_message: [...MEMBERS, "system"],
  decide_plan: MEMBERS,
  retry_task: [...MEMBERS, "system"],
  resume_task: [...MEMBERS, "system"],
  raise_budget: MEMBERS,
  cancel_task: [...MEMBERS, "system"],
  publish_result: [...MEMBERS, "system"],
  /** To publish what breaks a rule of the project. */
  accept_findings: [...ADMINS, "forge_maintain"],
  change_settings: ADMINS,
  keep_secrets: ADMINS,
  change_repository: ADMINS,
} as const satisfies Record<string, readonly Standing[]>;

/** What can be done beside projects. */
const BESIDE_PROJECTS = {
  keep_own_credentials: ["machine_owner", "person"],
  /** Where they are signed in. */
  keep_own_sessions: ["machine_owner", "person"],
  /** To work on whatever a folder of the machine holds. */
  name_folder: ["machine_owner"],
  see_agents: ["machine_owner", "person", "api_key", "system"],
  rotate_keys: ["machine_owner", "system"],
  install_agents: ["machine_owner", "system"],
  /** To get a link that signs in as the machine's owner. */
  make_sign_in_link: ["machine_owner"],
  /** Who may sign in here. */
  manage_people: ["machine_owner"],
  see_audit: ["machine_owner"],
  remove_leftovers: ["machine_owner", "system"],
} as const satisfies Record<string, readonly Actor["kind"][]>;

export type ProjectAction = keyof typeof IN_PROJECT;
export type MachineAction = keyof typeof BESIDE_PROJECTS;

/** The one table of who may do what. `project` null: it isn't done in one. */
export function may(actor: Actor, action: ProjectAction, project: SeenProject): boolean;
export function may(actor: Actor, action: MachineAction, project: null): boolean;
export function may(actor: Actor, action: ProjectAction | MachineAction, project: SeenProject | null): boolean {
  if (project === null) {
    const kinds: readonly string[] = BESIDE_PROJECTS[action as MachineAction] ?? [];
    return kinds.includes(actor.kind);
  }
  const standing = standingIn(project, actor);
  const standings: readonly string[] = IN_PROJECT[action as ProjectAction] ?? [];
  return standing !== null && standings.includes(standing);
}

function standingIn({ id, role }: SeenProject, actor: Actor): Standing | null {
  switch (actor.kind) {
    case "machine_owner":
      return role === null ? null : "machine_owner";
    case "person":
      return role;
    case "api_key":
      return role === null ? null : lesserRole(role, actor.role);
    case "forge_account":
      // What it is here by itself doesn't count: it acts there, and that is who may be asked again.
      return actor.projectId === id ? standingOnForge(actor) : null;
    case "system":
      return "system";
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
