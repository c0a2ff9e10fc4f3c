import type { AccountStore } from "./account-store.ts";
import type { Actor } from "./actor.ts";
import { may, type ProjectAction, type SeenProject } from "./may.ts";
import { forbidden } from "./permit.ts";

export interface ProjectOfInput {
  actor: Actor;
  action: ProjectAction;
  /** For the error: `Changing a setting`. */
  attempt: string;
}

/** The project in which something is done where none is named: the actor's own, or that in which it acts. Throws `forbidden`. */
export async function projectOf(
  { actor, action, attempt }: ProjectOfInput,
  deps: { accounts: Pick<AccountStore, "ensureProject"> },
): Promise<SeenProject> {
  const project = await findProject(actor, deps);
  if (project === null || !may(actor, action, project)) {
    throw forbidden(attempt);
  }
  return project;
}

async function findProject(
  actor: Actor,
  { accounts }: { accounts: Pick<AccountStore, "ensureProject"> },
): Promise<SeenProject | null> {
  switch (actor.kind) {
    case "system":
      return null;
    case "forge_account":
      return { id: actor.projectId, role: null };
    default: {
      const { id } = await accounts.ensureProject({ kind: "user", userId: actor.userId });
      return { id, role: "owner" };
    }
  }
}
