import type { AccountStore } from "../../account/account-store.ts";
import { type Actor, personOf } from "../../account/actor.ts";
import { may } from "../../account/rights/may.ts";

/** What an actor may do with a task by what they are in its project. It is offered by that, and asked again when it is done. */
export interface TaskRights {
  /** To say anything to it, decide, stop, retry, archive and publish. */
  act: boolean;
  /** To publish what breaks a rule of the project. */
  acceptFindings: boolean;
}

const NONE: TaskRights = { act: false, acceptFindings: false };

/** Tells of each project what the actor may do with its tasks; undefined: of one that is gone. */
export async function findTaskRights(
  actor: Actor,
  { accounts }: { accounts: Pick<AccountStore, "listProjects"> },
): Promise<(projectId: string | undefined) => TaskRights> {
  const person = personOf(actor);
  const projects = person === null ? [] : await accounts.listProjects(person);
  return (projectId) => {
    const project = projects.find(({ id }) => id === projectId);
    return project === undefined
      ? NONE
      : { act: may(actor, "ask_task", project), acceptFindings: may(actor, "accept_findings", project) };
  };
}
