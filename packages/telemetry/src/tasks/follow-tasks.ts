import { type MeasureStore, measureChange, type NewTaskChange } from "@catalyst/core";
import { Counter, type Registry } from "prom-client";
import { registerTaskMeasures } from "./register-task-measures.ts";

/** More than these wait only while the database is away: what can't be read soon is missed. */
const MAX_WAITING = 1000;

export interface TaskFollower {
  /** Takes a change of a task that this process made. Returns at once. */
  take(change: NewTaskChange): void;
  /** Done when all that was taken is measured, or missed. */
  settle(): Promise<void>;
}

/** Measures the changes of tasks, one after the other, so that whoever measures takes one connection at most. */
export function followTasks(
  registry: Registry,
  { store, agents }: { store: MeasureStore; agents: ReadonlySet<string> },
): TaskFollower {
  const measures = registerTaskMeasures(registry, agents);
  const missed = new Counter({
    name: "catalyst_measurements_missed_total",
    help: "Changes of tasks that weren't measured, because the database didn't answer.",
    registers: [registry],
  });
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();
  const measure = async (change: NewTaskChange) => {
    await measureChange(change, { store, measures }).catch(() => missed.inc());
    waiting -= 1;
  };
  return {
    take(change) {
      if (waiting >= MAX_WAITING) {
        missed.inc();
        return;
      }
      waiting += 1;
      last = last.then(() => measure(change));
    },
    settle: () => last,
  };
}
