import { CatalystError } from "../../catalyst-error.ts";
import type { AccountStore } from "../account-store.ts";
import { type Actor, personOf } from "../actor.ts";
import { type MachineAction, may, type ProjectAction, type SeenProject } from "./may.ts";

export interface PermitInput {
  actor: Actor;
  action: ProjectAction;
  /** The repository that it is done with. */
  repoId: string;
  /** For the error: `Retrying task #7`. */
  attempt: string;
  /** What whoever doesn't see the project is told, as if it weren't there. */
  unknown: () => CatalystError;
}

export type PermitDeps = { accounts: Pick<AccountStore, "findProject"> };

/** The project in which the actor may do this. Throws `unknown` where they don't see it, and `forbidden`. */
export async function permit(
  { actor, action, repoId, attempt, unknown }: PermitInput,
  { accounts }: PermitDeps,
): Promise<SeenProject> {
  const project = await accounts.findProject({ repoId, userId: personOf(actor) });
  if (project === null || !may(actor, "see", project)) {
    throw unknown();
  }
  if (!may(actor, action, project)) {
    throw forbidden(attempt);
  }
  return project;
}

/** As `permit`, of what is done with a repository itself. */
export function permitRepository(input: Omit<PermitInput, "unknown">, deps: PermitDeps): Promise<SeenProject> {
  const { repoId, attempt } = input;
  const unknown = () => new CatalystError("not_found", `${attempt} failed: there is no repository ${repoId}.`);
  return permit({ ...input, unknown }, deps);
}

/** Throws `forbidden` where the actor may not do this, which isn't done in a project. */
export function permitBeside({
  actor,
  action,
  attempt,
}: {
  actor: Actor;
  action: MachineAction;
  attempt: string;
}): void {
  if (!may(actor, action, null)) {
    throw forbidden(attempt);
  }
}

export function forbidden(attempt: string): CatalystError {
  return new CatalystError("forbidden", `${attempt} failed: you may not do that here. Ask whoever owns the project.`);
}
