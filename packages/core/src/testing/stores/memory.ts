import { randomUUID } from "node:crypto";
import type { Project, Team, User } from "../../account/account.ts";
import type { Actor } from "../../account/actor.ts";
import type { ApiKey } from "../../account/keys/api-key.ts";
import type { AuditEntry, NewAuditEntry } from "../../account/people/audit-entry.ts";
import type { AgreedSignOff } from "../../account/people/sign-off-store.ts";
import type { Role } from "../../account/rights/role.ts";
import type { AgentConfig, ProjectBudgets } from "../../agent/agent-config.ts";
import type { Spending } from "../../budget/budget-store.ts";
import type { AgentCredential } from "../../credential/credential.ts";
import type { ProjectSecret } from "../../credential/project-secret.ts";
import type { StageJob } from "../../environment/stages/job.ts";
import type { ExecutionEvent } from "../../event/event.ts";
import type { AgentExecution } from "../../execution/execution.ts";
import type { Grant } from "../../execution/grant/grant.ts";
import type { KeptJob } from "../../execution/pods/decide-hand-out.ts";
import type { PodBinding } from "../../execution/pods/environment-job-store.ts";
import type { GitHubApp } from "../../forge/app/github-app.ts";
import type { GitHubInstallation, ShownRepository } from "../../forge/app/installation.ts";
import type { DeliveryState, GitHubDelivery } from "../../forge/delivery/delivery.ts";
import type { GitHubLook } from "../../forge/look/github-look.ts";
import type { NewOutboxItem } from "../../outbox/outbox-store.ts";
import type { StatusComment } from "../../status-comment/post/status-comment.ts";
import type { TaskChange } from "../../task/feed/task-change.ts";
import type { TaskMessage } from "../../task/message-store.ts";
import type { AgentTask } from "../../task/task.ts";
import type { Trigger } from "../../trigger/hear/trigger-store.ts";
import type { ForgeRepository, Repo } from "../../vcs/repo.ts";

export type StoredMessage = TaskMessage & { taskId: string; onceId: string | null };

/** Everything that PostgreSQL holds, in memory, for tests of the core. The contract suites say that it behaves alike. */
export interface Memory {
  tasks: Map<string, AgentTask>;
  executions: Map<string, AgentExecution>;
  events: (ExecutionEvent & { writer: string })[];
  changes: TaskChange[];
  /** Who is called when a task changes. */
  subscribers: Set<(taskId: string) => void>;
  grants: MemoryGrant[];
  /** Of environments that are pods, by execution. */
  environmentJobs: Map<string, MemoryEnvironmentJob[]>;
  /** By the pod's uid. */
  podBindings: Map<string, PodBinding & { trip: string | null }>;
  messages: StoredMessage[];
  /** What executions left, by their id. */
  sessions: Map<string, Buffer>;
  credentials: Map<string, AgentCredential>;
  secrets: Map<string, ProjectSecret>;
  users: Map<string, User>;
  /** By person. */
  signOffs: Map<string, AgreedSignOff>;
  /** Of people by project; in one that isn't here, everybody is its owner. */
  roles: Map<string, Map<string, Role>>;
  teams: Map<string, Team>;
  /** Who is in which team. */
  members: { teamId: string; userId: string; role: Role; since: Date }[];
  /** Those that were made by name. */
  projects: Map<string, Project>;
  apiKeys: Map<string, { key: ApiKey; hash: string }>;
  /** The oldest first. */
  audit: (NewAuditEntry & Pick<AuditEntry, "number" | "at">)[];
  repos: Map<string, Repo>;
  /** What forges know them by. */
  forges: Map<string, ForgeRepository>;
  /** By project; a project without one has the defaults. */
  configs: Map<string, AgentConfig>;
  dedupeKeys: Map<string, string>;
  /** By project; one that isn't here has no limits. */
  budgets: Map<string, ProjectBudgets>;
  spendings: MemorySpending[];
  /** When each gateway was last heard of. */
  gateways: Map<string, Date>;
  githubApps: Map<string, GitHubApp>;
  githubInstallations: (GitHubInstallation & { shownAt: Date })[];
  githubRepositories: (ShownRepository & Pick<GitHubInstallation, "appId" | "installationId">)[];
  githubDeliveries: MemoryDelivery[];
  githubLooks: MemoryLook[];
  /** By task. */
  statusComments: Map<string, StatusComment>;
  triggers: MemoryTrigger[];
  /** What is to be done outside. */
  outbox: NewOutboxItem[];
  now: () => Date;
}

/** `leasedUntil`: somebody is at it until then. */
/** A look with when it is due, and until when somebody is at it. */
export interface MemoryLook extends GitHubLook {
  dueAt: Date;
  leasedUntil: Date | null;
}

export interface MemoryDelivery extends Omit<GitHubDelivery, "body"> {
  body: Buffer | null;
  state: DeliveryState;
  reason: string | null;
  dueAt: Date;
  leasedUntil: Date | null;
  settledAt: Date | null;
}

export type MemoryTrigger = Trigger & { createdAt: Date };

export interface MemoryGrant extends Omit<Grant, "tokenHash" | "expiresAt"> {
  /** null: its stage hasn't begun. */
  tokenHash: string | null;
  expiresAt: Date | null;
}

export interface MemoryEnvironmentJob extends Omit<KeptJob, "kind" | "isUsed"> {
  job: StageJob;
}

export interface MemorySpending extends Spending {
  id: string;
  executionId: string | null;
  taskId: string;
  projectId: string;
  gatewayId: string;
  isSettled: boolean;
  at: Date;
}

export function createMemory(now: () => Date = () => new Date()): Memory {
  return {
    tasks: new Map(),
    executions: new Map(),
    events: [],
    changes: [],
    subscribers: new Set(),
    grants: [],
    environmentJobs: new Map(),
    podBindings: new Map(),
    messages: [],
    sessions: new Map(),
    credentials: new Map(),
    secrets: new Map(),
    users: new Map(),
    signOffs: new Map(),
    roles: new Map(),
    teams: new Map(),
    members: [],
    projects: new Map(),
    apiKeys: new Map(),
    audit: [],
    repos: new Map(),
    forges: new Map(),
    configs: new Map(),
    dedupeKeys: new Map(),
    budgets: new Map(),
    spendings: [],
    gateways: new Map(),
    githubApps: new Map(),
    githubInstallations: [],
    githubRepositories: [],
    githubDeliveries: [],
    githubLooks: [],
    statusComments: new Map(),
    triggers: [],
    outbox: [],
    now,
  };
}

/** Who does things in tests. */
export const OWNER: Actor = { kind: "machine_owner", userId: randomUUID() };

/** The tasks of the projects. */
export function listOfProjects(memory: Memory, projects: readonly string[]): AgentTask[] {
  const isOne = ({ repoId }: AgentTask) => projects.includes(memory.repos.get(repoId)?.projectId ?? "");
  return [...memory.tasks.values()].filter(isOne);
}

/** A repository for tests, stored. */
export function addRepo(memory: Memory): Repo {
  const repo: Repo = {
    id: randomUUID(),
    projectId: randomUUID(),
    vcs: "local",
    url: "/srv/shop",
    name: "shop",
    defaultBranch: "main",
    createdAt: memory.now(),
  };
  memory.repos.set(repo.id, repo);
  return repo;
}
