import { z } from "zod";
import { AgentId } from "../agent/agent-id.ts";
import { Hold } from "../result/hold/hold.ts";
import { Publication } from "../result/publication.ts";
import { Review } from "../result/review.ts";
import { RemadeCommit } from "../result/signing/commit-signer.ts";
import { AskedHead } from "../vcs/asked-head.ts";
import { StoredWay } from "../way.ts";
import { ContextPiece, MAX_PIECES, PieceAuthor } from "./context-piece.ts";
import { Gathering } from "./gathering.ts";
import type { Refusal } from "./refusal.ts";
import { AskedWork } from "./submit/asked-work.ts";
import { TaskOptions } from "./submit/task-options.ts";
import { TaskEnding } from "./task-ending.ts";

export const TaskType = z.enum(["issue", "pr_review", "code_fix", "prompt"]);
export type TaskType = z.infer<typeof TaskType>;

export const TaskSourceType = z.enum(["github_issue", "github_pr", "issue_file", "prompt", "revision"]);
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
  /** Before anything was done for it: what it asks for can't be had. */
  "refused",
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
  /** The place where environments are made said no to it. */
  "environment_refused",
  "environment_lost",
  /** Its environment was taken away again and again. */
  "evicted",
  "out_of_memory",
  "disk_full",
  "policy_violation",
  "branch_conflict",
  /** Others push to the branch as fast as the result is brought there. */
  "branch_moving",
  /** The repository's own rules take it from nobody, or not from us. */
  "repo_rules",
  /** The repository found what looks like a secret in it. */
  "secret_found",
  "work_not_taken",
  "repository_unavailable",
  "storage_full",
  "settings_invalid",
  /** The commit that the work was to start from is in the repository no more. */
  "base_gone",
  /** What is asked for, by whom it is asked for, or on what terms isn't allowed. */
  "not_allowed",
  "request_invalid",
  "internal_error",
]);
export type FailureReason = z.infer<typeof FailureReason>;

/** What a task is about, as it came: untrusted text. */
export const TaskContext = z.object({
  title: z.string().max(1000),
  body: z.string().max(256 * 1024),
  /** What whoever asked says beside that; empty: nothing. */
  instruction: z
    .string()
    .max(256 * 1024)
    .default(""),
  prDiff: z
    .string()
    .max(1024 * 1024)
    .nullable()
    .default(null),
  /** Who wrote title and body; absent: whoever asked. */
  author: PieceAuthor.optional(),
  /** What else was written about it; absent: nothing. */
  pieces: z.array(ContextPiece).max(MAX_PIECES).optional(),
  /** How that was read; absent: nothing was. */
  gathering: Gathering.optional(),
  /** An agent of it was told something for which nobody answers who may write: once so, for good. Absent: none was. */
  hasOutsiderInput: z.boolean().optional(),
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
export const PolicyFinding = z.object({
  rule: z.string(),
  path: z.string().nullable(),
  detail: z.string(),
  /** Who has to agree to changes of the path, as the repository names them; absent: nobody is named. */
  owners: z.array(z.string()).optional(),
});
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
  /** The hook as the project has it; absent in results of earlier versions. */
  command: z.string().optional(),
});
export type Verification = z.infer<typeof Verification>;

/** A person's word that a result may be published in spite of what the policy found. */
export const Acceptance = z.object({
  rules: z.array(z.string()).min(1),
  by: z.string(),
  at: z.coerce.date(),
  /** In the person's words; absent: they gave none. */
  reason: z.string().optional(),
});
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
  /** null: none was asked for, or it didn't come in the form that was. */
  review: Review.nullable().default(null),
  publication: Publication,
  /** null: the agent left no commits, or nobody could look at them. */
  headCommit: z.string().nullable(),
  commits: z.array(ResultCommit),
  diffStat: DiffStat,
  findings: z.array(PolicyFinding),
  /** Which commits were published in place of those that were checked, as the repository wants them signed: `commits` are these then. */
  remade: z.array(RemadeCommit).default([]),
  /** When what was kept of it was removed, after its time; null: it wasn't. */
  removedAt: z.coerce.date().nullable().default(null),
  /** Where it stands in the repository beside its branch, and without one; null: nowhere. */
  ref: z.string().nullable().default(null),
  /** What the agent left elsewhere than on its branch; null: nothing. */
  beside: BesideWork.nullable().default(null),
  /** What of the agent's work could not be taken, a few words each. */
  leftOut: z.array(z.string()).default([]),
  /** What was said for findings, the oldest first. */
  acceptances: z.array(Acceptance).default([]),
  /** Why it waits for a person's word before it is published; null: it doesn't, or has it. */
  hold: Hold.nullable().default(null),
  /** null: the project has no `verify` hook. */
  verification: Verification.nullable().default(null),
  /** The addresses of all that was said of it on a forge: comments, reviews and the pull request. */
  commentsPosted: z.array(z.string()).default([]),
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

/** How an execution ended, and what its task is then: waiting for a person or for money, or at its end. */
export interface TaskEnd {
  state: "completed" | "failed" | "cancelled" | "refused" | "awaiting_approval" | "paused_budget";
  failureReason: FailureReason | null;
  errorMessage: string | null;
  /** What can be done about it; without one: nothing. */
  way?: StoredWay | null;
  result: TaskResult | null;
  /** The execution whose result it is, where it isn't the one that ended. */
  resultOf?: string;
  /** The plan that it made; without one, the task keeps what it has. */
  plan?: AgentPlan;
  /** Where it was refused: why. */
  refusal?: Refusal;
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
  /** As it was asked for. What follows from it is decided when the task's first execution begins. */
  asked: AskedWork.prefault({}),
  /** HEAD of the repository's folder when it was asked for; null: it had no commit, or the repository is elsewhere. */
  askedHead: AskedHead.nullable().default(null),
  /** The branch that the result gets; of a review, what stands for the reviewed head in its workspace. null: not decided yet. */
  branch: z.string().min(1).max(255).nullable(),
  /** A branch or tag, or a commit that is on none; null: not decided yet. */
  baseBranch: z.string().min(1).max(255).nullable(),
  /** null: not decided yet. */
  agentType: AgentId.nullable(),
  model: z.string().max(255).nullable(),
  /** The agent's own time; null: not decided yet. */
  timeoutSeconds: z.int().positive().nullable(),
  status: TaskStatus.default("pending"),
  environmentId: z.uuid(),
  assignedBy: z.uuid(),
  contextPayload: TaskContext,
  options: TaskOptions.prefault({}),
  plan: AgentPlan.nullable().default(null),
  resultPayload: TaskResult.nullable(),
  failureReason: FailureReason.nullable(),
  /** What was tried and what is wrong, in the words of no face. */
  errorMessage: z.string().nullable(),
  /** What can be done about it; null: nothing, or nothing went wrong. */
  way: StoredWay.nullable().default(null),
  cancelRequestedAt: z.date().nullable(),
  /** What is to end it, or became of what it proposed; null: nothing that is known. */
  ending: TaskEnding.nullable().default(null),
  /** It is to end as its repository was taken away, and nobody wished it. */
  isRepositoryLost: z.boolean().default(false),
  /** When it was taken out of the lists; null: it stands there. */
  archivedAt: z.date().nullable().default(null),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  completedAt: z.date().nullable(),
});
export type AgentTask = z.infer<typeof AgentTask>;

/** A task as lists have it: by its title, without the rest of what it is about and without how that was asked for. */
export const TaskOutline = AgentTask.omit({ contextPayload: true, asked: true, askedHead: true }).extend({
  title: z.string(),
});
export type TaskOutline = z.infer<typeof TaskOutline>;

export function outlineOf({ contextPayload, asked: _asked, askedHead: _head, ...task }: AgentTask): TaskOutline {
  return { ...task, title: contextPayload.title };
}

/** A task of which everything is decided. */
export interface ResolvedTask extends AgentTask {
  branch: string;
  baseBranch: string;
  agentType: AgentId;
  timeoutSeconds: number;
}
