import type { Actor, EventStore, ExecutionStore, RepoStore, TaskStore } from "@catalyst/core";
import type { Logger } from "pino";
import type { ServerLimits } from "./server-limits.ts";

/** What the server works with. */
export interface ServerDeps {
  tasks: TaskStore;
  executions: ExecutionStore;
  events: EventStore;
  repos: RepoStore;
  /** Whoever may open the socket. */
  owner: Actor;
  /** Whether an error comes of a database that is away and comes back. */
  isOutage: (error: unknown) => boolean;
  limits: ServerLimits;
  log: Logger;
}
