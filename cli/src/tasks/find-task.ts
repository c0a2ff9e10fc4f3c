import { type AgentTask, findTask as findFor } from "@catalyst/core";
import { findActor, type Stores } from "../open-stores.ts";

/** The one task that a number or the beginning of an id names. Throws as the core's `findTask` does. */
export async function findTask(reference: string, stores: Pick<Stores, "tasks" | "accounts">): Promise<AgentTask> {
  return findFor({ actor: await findActor(stores), reference }, stores);
}
