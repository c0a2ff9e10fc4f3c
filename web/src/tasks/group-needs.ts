import type { ListedTask } from "@catalyst/api";
import { type Need, needOf } from "./need-of.ts";

interface NeedGroup {
  need: Need;
  name: string;
  tasks: ListedTask[];
}

/** In the order in which waiting costs most: an agent stands still before its plan, a result is there already. */
const NAMES: readonly [Need, string][] = [
  ["plan", "Plans to approve"],
  ["budget", "Budgets that are used up"],
  ["race", "Results to pick from"],
  ["result", "Results to publish"],
];

/** What waits for a person's word, by what is asked. What needs nobody any more is left out. */
export function groupNeeds(tasks: readonly ListedTask[]): NeedGroup[] {
  return NAMES.map(([need, name]) => ({ need, name, tasks: tasks.filter((task) => needOf(task) === need) })).filter(
    (group) => group.tasks.length > 0,
  );
}
