import type { NewTaskChange } from "@catalyst/core";
import type { Database, Drizzle } from "../database.ts";

type OnChange = (change: NewTaskChange) => void;

const followers = new WeakMap<Drizzle, OnChange>();

/**
 * Calls the handler with each change that this process makes to a task over this database, once it is committed: of several
 * processes, the one that makes a change is the one that measures it. The handler must not throw.
 */
export function followOwnChanges({ drizzle }: Pick<Database, "drizzle">, onChange: OnChange): void {
  followers.set(drizzle, onChange);
}

export function tellOwnChanges(drizzle: Drizzle, changes: readonly NewTaskChange[]): void {
  const onChange = followers.get(drizzle);
  if (onChange !== undefined) {
    changes.forEach(onChange);
  }
}
