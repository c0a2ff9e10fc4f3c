import type { AccountStore } from "../account/account-store.ts";
import type { AgentCatalog } from "../agent/agent-catalog.ts";
import type { SessionStore } from "../agent/session-store.ts";
import type { BudgetStore } from "../budget/budget-store.ts";
import type { CredentialStore } from "../credential/credential.ts";
import type { ProjectSecretStore } from "../credential/project-secret.ts";
import type { EnvironmentProvider, EnvironmentStatus } from "../environment/environment.ts";
import type { EnvironmentLimits } from "../environment/limits/environment-limits.ts";
import type { EventStore } from "../event/event.ts";
import type { ForgePort } from "../forge/forge-port.ts";
import type { RepositoryPort } from "../result/repository-port.ts";
import type { ResultPolicy } from "../result/result-policy.ts";
import type { SettingsFormats } from "../settings/file/parsed-document.ts";
import type { SettingsStore } from "../settings/owner/settings-store.ts";
import type { MessageStore } from "../task/message-store.ts";
import type { AgentTask, ResolvedTask } from "../task/task.ts";
import type { Repo } from "../vcs/repo.ts";
import type { RepoStore } from "../vcs/repo-store.ts";
import type { AgentExecution, ResolvedExecution } from "./execution.ts";
import type { ExecutionStore, Lease } from "./execution-store.ts";
import type { GrantStore } from "./grant/grant.ts";
import type { ForgeRequestStore } from "./resolve/gather/forge-request-store.ts";
import type { PermitAskerDeps } from "./serving/permit-asker.ts";

export interface AdvanceExecutionDeps {
  executions: ExecutionStore;
  accounts: Pick<
    AccountStore,
    "findProject" | "getSignOff" | "getUser" | "listForgeLinks" | "listProjectLinks" | "nameOwner"
  >;
  events: EventStore;
  grants: GrantStore;
  budgets: Pick<BudgetStore, "spent">;
  credentials: Pick<CredentialStore, "get" | "listUsable" | "listOpen" | "markUsed">;
  secrets: Pick<ProjectSecretStore, "list">;
  messages: Pick<MessageStore, "add" | "takeUndelivered" | "listDelivered" | "listUndelivered">;
  sessions: Pick<SessionStore, "has">;
  repos: Pick<RepoStore, "get" | "setDefaultBranch">;
  settings: Pick<SettingsStore, "get">;
  settingsFormats: SettingsFormats;
  repositories: RepositoryPort;
  /** Where a repository's pull requests, reviews and comments live; null: it has no such place, or none that is reached. Throws `ForgeAway`. */
  findForge: (repo: Repo) => Promise<ForgePort | null>;
  /** The same before it is known whether it is to serve whoever asks. */
  findServing: PermitAskerDeps["findServing"];
  forgeRequests: ForgeRequestStore;
  environments: EnvironmentProvider;
  agents: AgentCatalog;
  limits: EnvironmentLimits;
  policy: ResultPolicy;
  /** Whether an error says that something is away that comes back: it isn't the step's own. */
  isOutage: (error: unknown) => boolean;
  /** Whether a worker that is gone ended by a fault of its own, instead of being killed. */
  hasCrashed: (workerId: string) => boolean;
  /** Does work when all that was given before it is done. */
  oneByOne: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Aborted when the task is to be cancelled while a step is done. */
  signal: AbortSignal;
  /** Marks where untrusted text begins and ends in a prompt: nobody guesses it. */
  newFence: () => string;
  now: () => Date;
}

/** Everything that one step works with, whatever is decided yet. */
export interface AnyStep {
  lease: Lease;
  execution: AgentExecution;
  task: AgentTask;
  repo: Repo;
  deps: AdvanceExecutionDeps;
}

/** A repository that was looked at. */
export type KnownRepo = Repo & { defaultBranch: string };

/** A step of an execution of which everything is decided. */
export interface Step extends AnyStep {
  execution: ResolvedExecution;
  task: ResolvedTask;
  repo: KnownRepo;
}

/** Whether everything is decided. */
export function isResolved(step: AnyStep): step is Step {
  return step.execution.resolution !== null && step.task.branch !== null && step.repo.defaultBranch !== null;
}

/**
 * `again`: call again now; `wait`: when the environment's status is another one, or the task is cancelled; `queue`: give it
 * back until it has a place; `done`: nothing is left to do.
 */
export type Advance =
  | { kind: "again" }
  | { kind: "wait"; known: EnvironmentStatus }
  | { kind: "queue" }
  | { kind: "done" };
