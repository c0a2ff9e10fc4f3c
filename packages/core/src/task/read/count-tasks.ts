import { type Actor, personOf } from "../../account/actor.ts";
import { type LookedAtProjectsDeps, lookedAtProjects } from "../../account/teams/looked-at-projects.ts";
import type { TaskStatus } from "../task.ts";
import type { TaskFilter, TaskStore } from "../task-store.ts";

/** Nobody reads further, and counting on would cost as much as there are tasks. */
const MOST_COUNTED = 1000;

const NEEDS_SOMEBODY: TaskStatus[] = ["awaiting_approval", "paused_budget"];
const CAME_TO_NOTHING: TaskStatus[] = ["failed", "refused"];
const GOES_ON: TaskStatus[] = ["pending", "provisioning", "running", "publishing"];

export interface CountTasksInput {
  actor: Actor;
  /** Its name; null: any. */
  project?: string | null | undefined;
  /** Its slug: of its projects alone; null: of any, and of none. */
  team?: string | null | undefined;
  repo?: string | undefined;
  /** What stands in the title; absent: anything. */
  text?: string | undefined;
}

/** `isMore`: there are more than were counted. */
export interface TaskCount {
  count: number;
  isMore: boolean;
}

export interface TaskCounts {
  all: TaskCount;
  needsYou: TaskCount;
  running: TaskCount;
  /** Those that failed or were refused. */
  failed: TaskCount;
  /** Those that the actor asked for. */
  mine: TaskCount;
  /** The others have none of these among them. */
  archived: TaskCount;
}

/** How many tasks there are of those that the actor sees, those that were refused among them, by what is done about them. */
export async function countTasks(
  { actor, project = null, team = null, ...filter }: CountTasksInput,
  deps: LookedAtProjectsDeps & { tasks: Pick<TaskStore, "count"> },
): Promise<TaskCounts> {
  const projects = await lookedAtProjects({ actor, project, team, attempt: "Counting tasks" }, deps);
  const count = async (more: Pick<TaskFilter, "statuses" | "assignedBy" | "isArchived">): Promise<TaskCount> => {
    const counted = await deps.tasks.count({ ...filter, projects, hasRefused: true, ...more, limit: MOST_COUNTED + 1 });
    return { count: Math.min(counted, MOST_COUNTED), isMore: counted > MOST_COUNTED };
  };
  const person = personOf(actor);
  const [all, needsYou, running, failed, mine, archived] = await Promise.all([
    count({}),
    count({ statuses: NEEDS_SOMEBODY }),
    count({ statuses: GOES_ON }),
    count({ statuses: CAME_TO_NOTHING }),
    person === null ? { count: 0, isMore: false } : count({ assignedBy: person }),
    count({ isArchived: true }),
  ]);
  return { all, needsYou, running, failed, mine, archived };
}
