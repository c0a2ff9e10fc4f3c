import { z } from "zod";
import { AgentId } from "../agent/agent-id.ts";
import { Budget } from "../budget/budget.ts";
import { BranchProblem } from "../result/branch-problem.ts";

/** The whole name of a commit. */
const CommitId = z.string().regex(/^[0-9a-f]{40}$/);

export const TaskType = z.enum(["issue", "pr_review", "code_fix", "prompt"]);
export type TaskType = z.infer<typeof TaskType>;

export const TaskSourceType = z.enum(["github_issue", "github_pr", "issue_file", "prompt"]);
export type TaskSourceType = z.infer<typeof TaskSourceType>;

export const TaskStatus = z.enum([
  "pending",
  "provisioning",
  "running",
  "awaiting_approval",
  "paused_budget",
  "publishing",
  "completed",
  "failed",
  "cancelled",
]);
export type TaskStatus = z.infer<typeof TaskStatus>;

/** Why a task failed, for machines. */
export const FailureReason = z.enum([
  "agent_failed",
  "timed_out",
  "credential_missing",
  "credential_rejected",
  "rate_limited",
  "provider_unavailable",
  "budget_exceeded",
  "setup_failed",
  "verify_failed",
  "installation_failed",
  "isolation_unavailable",
  "gateway_unavailable",
  "environment_lost",
  "out_of_memory",
  "disk_full",
  "policy_violation",
  "branch_conflict",
  "work_not_taken",
  "repository_unavailable",
  "storage_full",
  "settings_invalid",
  "internal_error",
]);
export type FailureReason = z.infer<typeof FailureReason>;

/** What a task is about, as it came: untrusted text. */
export const TaskContext = z.object({
  title: z.string().max(1000),
  body: z.string().max(256 * 1024),
  prDiff: z
    .string()
    .max(1024 * 1024)
    .nullable()
    .default(null),
});
export type TaskContext = z.infer<typeof TaskContext>;

export const DiffStat = z.object({
  files: z.int().nonnegative(),
  insertions: z.int().nonnegative(),
  deletions: z.int().nonnegative(),
});
export type DiffStat = z.infer<typeof DiffStat>;

export const ResultCommit = z.object({ sha: z.string(), subject: z.string() });
export type ResultCommit = z.infer<typeof ResultCommit>;

/** One thing that the policy found in a result. `path` null: it concerns the result as a whole. */
export const PolicyFinding = z.object({ rule: z.string(), path: z.string().nullable(), detail: z.string() });
export type PolicyFinding = z.infer<typeof PolicyFinding>;

/** How the project's `verify` hook judged a result, as measured from outside. `attempts` counts its runs. */
export const Verification = z.object({
  isPassed: z.boolean(),
  attempts: z.int().positive(),
  exitCode: z.int().nullable(),
  /** The end of the last run's output. */
  output: z.string(),
  /** The commit that it was run on; null where that isn't known. */
  commit: z.string().nullable().default(null),
});
export type Verification = z.infer<typeof Verification>;

/** A person's word that a result may be published in spite of what the policy found. */
export const Acceptance = z.object({ rules: z.array(z.string()).min(1), by: z.string(), at: z.coerce.date() });
export type Acceptance = z.infer<typeof Acceptance>;

/** Commits that were neither checked nor published, by their refs in the repository that keeps them. */
export const BesideWork = z.object({
  keptAt: z.string(),
  commits: z.array(z.object({ ref: z.string(), name: z.string(), commit: z.string() })),
});
export type BesideWork = z.infer<typeof BesideWork>;

/** What came of a task. */
export const TaskResult = z.object({
  summary: z.string().nullable(),
  /** null: the agent left no commits. */
  branch: z.string().nullable(),
  headCommit: z.string().nullable(),
  commits: z.array(ResultCommit),
  diffStat: DiffStat,
  findings: z.array(PolicyFinding),
  /** A bare repository on the trusted side that keeps a result that was not published. */
  keptAt: z.string().nullable(),
  /** When what was kept of it was removed, after its time; null: it wasn't. */
  removedAt: z.coerce.date().nullable().default(null),
  /** Where it stands in the repository beside its branch, and without one; null: nowhere. */
  ref: z.string().nullable().default(null),
  /** What the agent left elsewhere than on its branch; null: nothing. */
  beside: BesideWork.nullable().default(null),
  /** What of the agent's work could not be taken, a few words each. */
  leftOut: z.array(z.string()).default([]),
  /** Why it isn't on its branch, where only that is wrong with it. */
  branchProblem: BranchProblem.nullable().default(null),
  /** What was said for findings, the oldest first. */
  acceptances: z.array(Acceptance).default([]),
  /** null: the project has no `verify` hook. */
  verification: Verification.nullable().default(null),
  /** Published although its verification failed. */
  isDraft: z.boolean().default(false),
});
export type TaskResult = z.infer<typeof TaskResult>;

/** A plan that an agent made, or that a person made of it. It counts once it is approved. */
export const AgentPlan = z.object({
  markdown: z.string(),
  executionId: z.uuid(),
  approvedAt: z.coerce.date().nullable(),
  /** A person changed the agent's words. */
  isEdited: z.boolean().default(false),
});
export type AgentPlan = z.infer<typeof AgentPlan>;

/** What the person who asked chose for this task beside agent and branch. */
export const TaskOptions = z.object({
  /** Nothing is changed before a person approved a plan. */
  requirePlanApproval: z.boolean().default(false),
  /** The commit that the person vouched for as a base whose own settings count and whose files run with secrets. */
  trustedBase: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .nullable()
    .default(null),
  /** For the whole task, over all its executions. */
  budget: Budget.prefault({}),
  /** Several agents work on it at once, and one result is picked: by a person, or the first whose verification passes. */
  race: z
    .object({ pick: z.enum(["person", "verify"]) })
    .nullable()
    .default(null),
});
export type TaskOptions = z.infer<typeof TaskOptions>;

/** How an execution ended, and what its task is then: waiting for a person or for money, or at its end. */
export interface TaskEnd {
  state: "completed" | "failed" | "cancelled" | "awaiting_approval" | "paused_budget";
  failureReason: FailureReason | null;
  errorMessage: string | null;
  result: TaskResult | null;
  /** The execution whose result it is, where it isn't the one that ended. */
  resultOf?: string;
  /** The plan that it made; without one, the task keeps what it has. */
  plan?: AgentPlan;
}

/** What is wanted. `sourceUrl` and `sourceNumber` are null for requests that have no page anywhere. */
export const AgentTask = z.object({
  id: z.uuid(),
  /** Counts the tasks of this installation, for people to type. */
  number: z.int().positive(),
  taskType: TaskType,
  sourceType: TaskSourceType,
  sourceUrl: z.string().nullable(),
  sourceNumber: z.int().positive().nullable(),
  repoId: z.uuid(),
  /** The branch that the result gets. */
  branch: z.string().min(1).max(255),
  /** A branch or tag, or a commit that is on none. */
  baseBranch: z.string().min(1).max(255),
  /** What that was when the task was asked for; null: what it is when an execution begins. */
  baseCommit: CommitId.nullable().default(null),
  agentType: AgentId,
  model: z.string().max(255).nullable(),
  timeoutSeconds: z.int().positive(),
  status: TaskStatus.default("pending"),
  environmentId: z.uuid().nullable(),
  assignedBy: z.uuid(),
  contextPayload: TaskContext,
  options: TaskOptions.prefault({}),
  plan: AgentPlan.nullable().default(null),
  resultPayload: TaskResult.nullable(),
  failureReason: FailureReason.nullable(),
  errorMessage: z.string().nullable(),
  cancelRequestedAt: z.date().nullable(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  completedAt: z.date().nullable(),
});
export type AgentTask = z.infer<typeof AgentTask>;
