import { CatalystError } from "../catalyst-error.ts";
import type { AccountStore } from "./account-store.ts";
import type { Actor } from "./actor.ts";
import { readProjectName } from "./projects/project-name.ts";
import { may, type ProjectAction, type SeenProject } from "./rights/may.ts";
import { forbidden } from "./rights/permit.ts";

export interface ProjectOfInput {
  actor: Actor;
  action: ProjectAction;
  /** For the error: `Changing a setting`. */
  attempt: string;
  /** `shop` of the actor's own, or `team/shop`; null: none is named. */
  project?: string | null;
}

export type ProjectOfDeps = { accounts: Pick<AccountStore, "ensureProject" | "findNamedProject" | "findProjectById"> };

/**
 * The project in which something is done: the named one, else the actor's own, or that in which it acts. Throws `forbidden`, and
 * `not_found` for one that they don't see.
 */
export async function projectOf(
  { actor, action, attempt, project: name = null }: ProjectOfInput,
  deps: ProjectOfDeps,
): Promise<SeenProject> {
  const project = name === null ? await findDefault(actor, deps) : await findNamed({ actor, name, attempt }, deps);
  if (project === null || !may(actor, action, project)) {
    throw forbidden(attempt);
  }
  return project;
}

/** The project of this name that the actor sees. Throws `not_found`. */
export async function findNamed(
  { actor, name, attempt }: { actor: Actor; name: string; attempt: string },
  { accounts }: { accounts: Pick<AccountStore, "findNamedProject"> },
): Promise<SeenProject> {
  const named = readProjectName(name);
  const userId = actor.kind === "system" ? null : actor.userId;
  const project = named === null || userId === null ? null : await accounts.findNamedProject({ ...named, userId });
  if (project === null || !may(actor, "see", project)) {
    throw new CatalystError("not_found", `${attempt} failed: there is no project ${name.slice(0, 100)}.`, {
      way: { kind: "see_list", of: "projects" },
    });
  }
  return project;
}

async function findDefault(actor: Actor, { accounts }: ProjectOfDeps): Promise<SeenProject | null> {
  switch (actor.kind) {
    case "system":
      return null;
    case "forge_account":
      return { id: actor.projectId, teamId: null, role: null };
    case "api_key":
      return findBound(actor, { accounts });
    default: {
      const { id } = await accounts.ensureProject({ kind: "user", userId: actor.userId });
      return { id, teamId: null, role: "owner" };
    }
  }
}

/** Of a key for one place: that place. */
async function findBound(
  { userId, within }: Extract<Actor, { kind: "api_key" }>,
  { accounts }: ProjectOfDeps,
): Promise<SeenProject | null> {
  if (within?.kind === "project") {
    return accounts.findProjectById({ projectId: within.projectId, userId });
  }
  const owner = within === null ? ({ kind: "user", userId } as const) : within;
  const { id: projectId } = await accounts.ensureProject(owner);
  return accounts.findProjectById({ projectId, userId });
}
