import type { AccountStore } from "../../account/account-store.ts";
import type { Actor } from "../../account/actor.ts";
import { seenProjects } from "../../account/rights/seen-projects.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { AgentTask } from "../task.ts";
import type { TaskStore } from "../task-store.ts";

const MAX_TITLE_LENGTH = 60;

export interface FindTaskInput {
  actor: Actor;
  /** A number (`12`, `#12`), or the beginning of an id. */
  reference: string;
}

export interface FindTaskDeps {
  accounts: Pick<AccountStore, "listProjects">;
  tasks: Pick<TaskStore, "find">;
}

/** The one task that is meant, of those that the actor sees. Throws `not_found`, or `invalid_input` with those that match. */
export async function findTask({ actor, reference }: FindTaskInput, deps: FindTaskDeps): Promise<AgentTask> {
  const found = await deps.tasks.find({ reference, projects: await seenProjects(actor, deps) });
  const [task] = found;
  if (task === undefined) {
    throw unknownTask(reference);
  }
  if (found.length > 1) {
    const matches = found.map(
      ({ number, id, contextPayload }) => `  #${number}  ${id}  ${inOneLine(contextPayload.title)}`,
    );
    throw new CatalystError(
      "invalid_input",
      `Finding the task "${reference}" failed: ${found.length} tasks have an id that begins so. Give a number:\n${matches.join("\n")}`,
    );
  }
  return task;
}

/** What is said of a task that isn't there, and of one that whoever asks doesn't see. */
export function unknownTask(reference: string): CatalystError {
  return new CatalystError(
    "not_found",
    `Finding the task "${reference}" failed: there is none with this number or id.`,
    { way: { kind: "see_list", of: "tasks" } },
  );
}

function inOneLine(title: string): string {
  const characters = [...title.replaceAll(/\s+/g, " ").trim()];
  return characters.length <= MAX_TITLE_LENGTH
    ? characters.join("")
    : `${characters.slice(0, MAX_TITLE_LENGTH - 1).join("")}…`;
}
