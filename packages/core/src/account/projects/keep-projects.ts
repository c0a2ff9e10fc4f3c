import { CatalystError } from "../../catalyst-error.ts";
import type { Owner } from "../account.ts";
import type { AccountStore } from "../account-store.ts";
import { type Actor, personOf } from "../actor.ts";
import { may } from "../rights/may.ts";
import { forbidden, permitBeside } from "../rights/permit.ts";
import { checkSlug } from "../slug.ts";
import { type PermitTeamDeps, permitTeam } from "../teams/permit-team.ts";
import type { ListedProject, ProjectStore } from "./project-store.ts";

/** Of one owner; more than anybody tells apart. */
const MAX_PROJECTS = 200;
/** What nobody named is done in it. */
const DEFAULT_PROJECT = "default";

export interface ListProjectsDeps {
  projects: Pick<ProjectStore, "list">;
  accounts: Pick<AccountStore, "ensureProject">;
}

/** The projects that the actor sees, their own first; the one where things are done that name none is there always. */
export async function listProjects({ actor }: { actor: Actor }, deps: ListProjectsDeps): Promise<ListedProject[]> {
  const userId = personOf(actor);
  if (userId === null) {
    return [];
  }
  await deps.accounts.ensureProject({ kind: "user", userId });
  return (await deps.projects.list(userId)).filter((project) => may(actor, "see", project));
}

export interface MakeProjectInput {
  actor: Actor;
  /** Its slug; null: it is the actor's own. */
  team: string | null;
  slug: string;
}

/** A new project, of the actor's own or a team's. Throws `invalid_input`, `conflict`, `not_found` and `forbidden`. */
export async function makeProject(
  { actor, team, slug }: MakeProjectInput,
  deps: PermitTeamDeps & ListProjectsDeps & { projects: Pick<ProjectStore, "make"> },
): Promise<ListedProject> {
  const attempt = "Making a project";
  const owner = await findOwner({ actor, team, attempt }, deps);
  const named = checkSlug(slug, attempt);
  const { id } = await deps.projects.make(
    { owner, slug: named },
    {
      most: MAX_PROJECTS,
      refuse: () => new CatalystError("conflict", `${attempt} failed: there are ${MAX_PROJECTS} already.`),
    },
  );
  return seenAs(id, actor, deps);
}

async function findOwner(
  { actor, team, attempt }: Pick<MakeProjectInput, "actor" | "team"> & { attempt: string },
  deps: PermitTeamDeps,
): Promise<Owner> {
  if (team !== null) {
    const { id: teamId } = await permitTeam({ actor, action: "make_team_project", team, attempt }, deps);
    return { kind: "team", teamId };
  }
  permitBeside({ actor, action: "make_own_project", attempt });
  const userId = personOf(actor);
  if (userId === null) {
    throw forbidden(attempt);
  }
  return { kind: "user", userId };
}

export interface RenameProjectInput {
  actor: Actor;
  /** Its id. */
  project: string;
  slug: string;
}

/** Calls a project otherwise; the one for what names none keeps its name. Throws as `makeProject` does. */
export async function renameProject(
  { actor, project: id, slug }: RenameProjectInput,
  deps: ListProjectsDeps & { projects: Pick<ProjectStore, "rename"> },
): Promise<ListedProject> {
  const attempt = "Renaming a project";
  const project = (await listProjects({ actor }, deps)).find((one) => one.id === id);
  if (project === undefined) {
    const way = { kind: "see_list", of: "projects" } as const;
    throw new CatalystError("not_found", `${attempt} failed: there is no project ${id}.`, { way });
  }
  if (!may(actor, "rename_project", project)) {
    throw forbidden(attempt);
  }
  if (project.slug === DEFAULT_PROJECT) {
    throw new CatalystError("conflict", `${attempt} failed: what names no project is done in ${DEFAULT_PROJECT}.`);
  }
  await deps.projects.rename(project.id, checkSlug(slug, attempt));
  return seenAs(project.id, actor, deps);
}

async function seenAs(id: string, actor: Actor, deps: ListProjectsDeps): Promise<ListedProject> {
  const found = (await listProjects({ actor }, deps)).find((project) => project.id === id);
  if (found === undefined) {
    throw new Error(`the project ${id} isn't seen by whoever made it`);
  }
  return found;
}
