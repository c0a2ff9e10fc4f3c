import type {
  Actor,
  AskGatewayDeps,
  BudgetStore,
  CredentialStore,
  EventStore,
  ExecutionQueue,
  ExecutionStore,
  MessageStore,
  ProjectSecretStore,
  RepoStore,
  SealingKeys,
  TaskChangeStore,
  TaskStore,
} from "@catalyst/core";
import type { Logger } from "pino";
import type { ServerLimits } from "./server-limits.ts";

/** What the server works with. */
export interface ServerDeps {
  tasks: TaskStore;
  executions: ExecutionStore;
  events: EventStore;
  messages: MessageStore;
  changes: TaskChangeStore;
  queue: ExecutionQueue;
  budgets: BudgetStore;
  repos: RepoStore;
  credentials: CredentialStore;
  secrets: ProjectSecretStore;
  /** Throws `gateway_unavailable` as long as the gateway has published no key. */
  openSealing(): Promise<SealingKeys>;
  /** How the gateway is asked for what it alone can do. */
  gateway: AskGatewayDeps;
  /** Whoever may open the socket. */
  owner: Actor;
  /** Whether an error comes of a database that is away and comes back. */
  isOutage: (error: unknown) => boolean;
  now(): Date;
  limits: ServerLimits;
  log: Logger;
}
