import { CatalystError } from "../../catalyst-error.ts";
import type { TaskStore } from "../../task/task-store.ts";
import { type Actor, personOf } from "../actor.ts";
import { permitBeside } from "../rights/permit.ts";
import type { AuditStore } from "./audit-entry.ts";
import { findPerson } from "./find-person.ts";
import type { Person, PersonStore } from "./person.ts";

interface RemovePersonDeps {
  people: PersonStore;
  audit: Pick<AuditStore, "add">;
  tasks: Pick<TaskStore, "requestCancel">;
}

/** Throws `forbidden`. */
export function listPeople(
  { actor }: { actor: Actor },
  { people }: Pick<RemovePersonDeps, "people">,
): Promise<Person[]> {
  permitBeside({ actor, action: "manage_people", attempt: "Listing people" });
  return people.list();
}

/**
 * Removes a person: what they own goes to the heir with all that runs in it; without one, it ends. Throws `forbidden`, `not_found`,
 * and `conflict` for the machine's owner and for whoever alone owns a team.
 */
export async function removePerson(
  { actor, login, heirLogin }: { actor: Actor; login: string; heirLogin: string | null },
  { people, audit, tasks }: RemovePersonDeps,
): Promise<void> {
  permitBeside({ actor, action: "manage_people", attempt: `Removing ${login}` });
  const attempt = "Removing somebody";
  const person = await findPerson({ login, attempt }, { people });
  const heir = heirLogin === null ? null : await findPerson({ login: heirLogin, attempt }, { people });
  if (person.id === personOf(actor)) {
    throw new CatalystError("conflict", `Removing ${login} failed: that is you, who owns this machine.`);
  }
  if (heir?.id === person.id) {
    throw new CatalystError("invalid_input", `Removing ${login} failed: what they own can't go to themselves.`);
  }
  if (heir === null) {
    for (const taskId of await people.listUnfinishedTasks(person.id)) {
      await tasks.requestCancel(taskId, actor);
    }
  }
  await people.remove({ id: person.id, heirId: heir?.id ?? null });
  const facts = { person: person.id, login, ...(heir === null ? {} : { heir: heir.login }) };
  await audit.add({ kind: "person_removed", userId: personOf(actor), teamId: null, facts });
}
