import type { Actor } from "../../account/actor.ts";
import { type NamedProjectsDeps, namedProjects } from "../../account/rights/seen-projects.ts";
import type { Trigger } from "../hear/trigger-store.ts";

/** A trigger as it is looked at afterwards. */
export interface SeenTrigger
  extends Omit<Trigger, "isFallback" | "repoId" | "target" | "taskId" | "threadAct" | "actorId"> {
  repositoryName: string;
  /** The number of its task; null: it has none. */
  taskNumber: number | null;
  decidedAt: Date;
}

/** What was decided, for those who look at it. */
export interface TriggerLog {
  /** Of the projects' repositories, the newest decision first. */
  listTriggers(input: { projects: readonly string[]; limit: number }): Promise<SeenTrigger[]>;
}

export interface ListTriggersInput {
  actor: Actor;
  /** Its name; null: any. */
  project?: string | null | undefined;
  limit: number;
}

/** What was asked on forges in the projects that the actor sees, and what was decided of it. Throws `not_found`. */
export async function listTriggers(
  { actor, project = null, limit }: ListTriggersInput,
  deps: NamedProjectsDeps & { triggerLog: TriggerLog },
): Promise<SeenTrigger[]> {
  const projects = await namedProjects({ actor, project, attempt: "Looking at what was asked on GitHub" }, deps);
  return deps.triggerLog.listTriggers({ projects, limit });
}
