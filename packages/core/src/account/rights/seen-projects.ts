import type { AccountStore } from "../account-store.ts";
import type { Actor } from "../actor.ts";
import { findNamed } from "../project-of.ts";
import { may } from "./may.ts";

/** The ids of the projects in which an actor looks things up. The system looks for nothing: it is told what it works on. */
export async function seenProjects(
  actor: Actor,
  { accounts }: { accounts: Pick<AccountStore, "listProjects"> },
): Promise<readonly string[]> {
  switch (actor.kind) {
    case "system":
      return [];
    case "forge_account":
      return may(actor, "see", { id: actor.projectId, teamId: null, role: null }) ? [actor.projectId] : [];
    default: {
      const projects = await accounts.listProjects(actor.userId);
      return projects.filter((project) => may(actor, "see", project)).map(({ id }) => id);
    }
  }
}

export type NamedProjectsDeps = { accounts: Pick<AccountStore, "listProjects" | "findNamedProject"> };

/** As `seenProjects`; of the named one alone, where one is named. Throws `not_found` for one that they don't see. */
export async function namedProjects(
  { actor, project, attempt }: { actor: Actor; project: string | null; attempt: string },
  deps: NamedProjectsDeps,
): Promise<readonly string[]> {
  return project === null ? seenProjects(actor, deps) : [(await findNamed({ actor, name: project, attempt }, deps)).id];
}
