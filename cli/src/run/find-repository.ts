import type { Vcs } from "@catalyst/core";
import type { DefaultBranch } from "@catalyst/git";

/** The repository that a task works on, and where it starts. */
export interface RunRepository {
  vcs: Vcs;
  url: string;
  name: string;
  baseBranch: string;
  /** What the base is at this moment; null: the worker finds out. */
  baseCommit: string | null;
  defaultBranch: DefaultBranch;
  /** Hosts of the owner's own network that may be asked. */
  privateHosts: readonly string[];
  /** What a person should know before the agent starts. */
  notes: string[];
}
