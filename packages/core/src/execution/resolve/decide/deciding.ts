import type { Subject } from "../../../forge/subject/subject.ts";
import type { RepositorySnapshot } from "../../../result/repository-snapshot.ts";
import type { TaskContext } from "../../../task/task.ts";
import type { AgentExecution } from "../../execution.ts";
import type { AnyStep, KnownRepo } from "../../step.ts";

/** What is decided with. */
export interface Deciding extends AnyStep {
  repo: KnownRepo;
  snapshot: RepositorySnapshot;
  /** The execution that this one goes on from. */
  continued: AgentExecution | null;
  /** The issue or pull request that it is about, where that was read for it. */
  subject: Subject | null;
  /** What the task's agents are told of it from now on. */
  context: TaskContext;
  /** Nothing of the task was decided before. */
  isFirst: boolean;
}
