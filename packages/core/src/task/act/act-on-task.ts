import type { Actor } from "../../account/actor.ts";
import { findTask } from "../read/find-task.ts";
import type { AgentTask } from "../task.ts";

/** What is done with a task that was found. */
type Act<Input, Deps, Result> = (input: Input, deps: Deps) => Promise<Result>;

/** What whoever acts says, who knows the task by its number or the beginning of its id. */
type Said<Input> = Omit<Input, "task"> & { actor: Actor; reference: string };

/** Does something with the task that is meant. Throws as `findTask` and the act itself do. */
export async function actOnTask<Input extends { task: AgentTask; actor: Actor }, Deps, Result>(
  act: Act<Input, Deps, Result>,
  { reference, ...said }: Said<Input>,
  deps: Deps & Parameters<typeof findTask>[1],
): Promise<Result> {
  const task = await findTask({ actor: said.actor, reference }, deps);
  return act({ ...said, task } as unknown as Input, deps);
}
