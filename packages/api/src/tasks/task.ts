import type { AgentTask, FailureReason as CoreFailureReason, TaskStatus as CoreTaskStatus } from "@catalyst/core";
import { z } from "zod";
import { Time } from "../contract/page.ts";
import { Way } from "../contract/way.ts";
import { Repository } from "../repositories/repository.ts";
import { Event } from "./event.ts";
import { Resolution } from "./resolution.ts";
import { TaskResult, Verification } from "./result.ts";

export const TaskStatus = z
  .enum([
    "pending",
    "provisioning",
    "running",
    "awaiting_approval",
    "paused_budget",
    "publishing",
    "completed",
    "failed",
    "cancelled",
    "refused",
  ] satisfies CoreTaskStatus[])
  .meta({ id: "TaskStatus" });
export type TaskStatus = z.infer<typeof TaskStatus>;

const FAILURE_REASONS = [
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
  "environment_refused",
  "environment_lost",
  "evicted",
  "out_of_memory",
  "disk_full",
  "policy_violation",
  "branch_conflict",
  "branch_moving",
  "repo_rules",
  "secret_found",
  "work_not_taken",
  "repository_unavailable",
  "storage_full",
  "settings_invalid",
  "base_gone",
  "not_allowed",
  "request_invalid",
  "internal_error",
] as const satisfies CoreFailureReason[];

/** What may be spent. null: no limit. */
const Budget = z.object({ usd: z.number().nullable(), tokens: z.int().nullable() }).meta({ id: "Budget" });

const TaskOptions = z
  .object({
    requirePlanApproval: z.boolean(),
    trustedBase: z.string().nullable(),
    budget: Budget,
    race: z.object({ pick: z.enum(["person", "verify"]) }).nullable(),
    /** What is proposed of it is a draft; absent: as the project says. */
    isDraft: z.boolean().optional(),
    /** What of a change a review is of; absent: what wasn't said before, wherever it is. */
    review: z.object({ isWhole: z.boolean(), paths: z.array(z.string()) }).optional(),
  })
  .meta({ id: "TaskOptions" });

const Plan = z
  .object({ markdown: z.string(), executionId: z.uuid(), approvedAt: Time.nullable(), isEdited: z.boolean() })
  .meta({ id: "Plan" });

/** What is wanted, and what came of it. */
export const Task = z
  .object({
    id: z.uuid(),
    /** Counts the tasks of this installation, for people to type. */
    number: z.int(),
    taskType: z.enum(["issue", "pr_review", "code_fix", "prompt"] satisfies AgentTask["taskType"][]),
    sourceType: z.enum([
      "github_issue",
      "github_pr",
      "issue_file",
      "prompt",
      "revision",
    ] satisfies AgentTask["sourceType"][]),
    sourceUrl: z.string().nullable(),
    sourceNumber: z.int().nullable(),
    /** Untrusted text, as all that people and agents wrote. */
    title: z.string(),
    repoId: z.uuid(),
    /** The branch that the result gets; of a review, what stands for the reviewed head in its workspace. */
    branch: z.string().nullable(),
    baseBranch: z.string().nullable(),
    /** As this and the others: null until it is decided. */
    agentType: z.string().nullable(),
    model: z.string().nullable(),
    timeoutSeconds: z.int().nullable(),
    options: TaskOptions,
    status: TaskStatus,
    assignedBy: z.uuid(),
    plan: Plan.nullable(),
    result: TaskResult.nullable(),
    failureReason: z.enum(FAILURE_REASONS).nullable(),
    /** What was tried and what is wrong. */
    errorMessage: z.string().nullable(),
    /** What can be done about it; null: nothing, or nothing is wrong. */
    way: Way.nullable(),
    /** What ended it, or became of what it proposed, and who did that by what they are called; null: nothing that is known. */
    ending: z
      .object({
        why: z.enum(["stopped", "closed", "merged", "gone"] satisfies NonNullable<AgentTask["ending"]>["why"][]),
        by: z.object({ name: z.string(), isOfForge: z.boolean() }).nullable(),
        /** Where its issue is by now, as `owner/name#7`; absent: it wasn't moved. */
        movedTo: z.string().optional(),
      })
      .nullable(),
    cancelRequestedAt: Time.nullable(),
    /** When it was taken out of the lists; null: it stands there. */
    archivedAt: Time.nullable(),
    createdAt: Time,
    startedAt: Time.nullable(),
    completedAt: Time.nullable(),
  })
  .meta({ id: "Task" });
export type Task = z.infer<typeof Task>;

/** A task as it is seen in a list. */
export const ListedTask = Task.extend({
  /** How many get a place before it, and how many have one; null: it waits for none. */
  waiting: z.object({ before: z.int(), placed: z.int() }).nullable(),
  /** What it does at this moment, its texts cut short: untrusted. null: it doesn't run, or tells nothing. */
  doing: z.object(Event.shape).nullable(),
  /** null: its repository is gone. */
  repositoryName: z.string().nullable(),
  /** What all its attempts have spent, as far as prices are known. */
  spentUsd: z.number(),
  /** The login of the person in whose name it was asked for; null: they are gone. */
  askedBy: z.string().nullable(),
  /**
   * What whoever asks may do with it by what they are in its project: `act` is all that is done to tasks, `acceptFindings` to publish what
   * breaks a rule of the project.
   */
  rights: z.object({ act: z.boolean(), acceptFindings: z.boolean() }).meta({ id: "TaskRights" }),
}).meta({ id: "ListedTask" });
export type ListedTask = z.infer<typeof ListedTask>;

/** A task with all that was asked. */
export const TaskDetails = ListedTask.extend({
  body: z.string(),
  /** Its agents were told something for which nobody answers who may write in its repository. */
  hasOutsiderInput: z.boolean(),
  /** As it was asked, whatever was decided then. */
  asked: z.looseObject({ base: z.string().nullable() }),
  /** Until when what is kept of its result is kept; null: nothing is. */
  keptUntil: Time.nullable(),
  repository: Repository.nullable(),
}).meta({ id: "TaskDetails" });
export type TaskDetails = z.infer<typeof TaskDetails>;

/** One attempt at a task by one agent. */
export const Execution = z
  .object({
    id: z.uuid(),
    taskId: z.uuid(),
    /** Counts the executions of its task from 1. */
    run: z.int(),
    agentType: z.string().nullable(),
    model: z.string().nullable(),
    purpose: z.string(),
    continuesId: z.uuid().nullable(),
    state: TaskStatus,
    baseCommit: z.string().nullable(),
    settingsCommit: z.string().nullable(),
    headCommit: z.string().nullable(),
    /** The addresses of what was said of it on a forge. */
    commentsPosted: z.array(z.string()),
    agentCommand: z.string(),
    exitCode: z.int().nullable(),
    verification: Verification.nullable(),
    result: TaskResult.nullable(),
    /** What was asked for it alone. */
    asked: z.looseObject({}),
    /** null: it isn't decided yet. */
    resolution: Resolution.nullable(),
    /** Why nothing was done for it; null: it wasn't refused. */
    refusal: z.object({ code: z.string(), message: z.string(), way: Way.nullish() }).nullable(),
    startedAt: Time,
    endedAt: Time.nullable(),
    /** When what it said and did was removed, after its time; null: it was not. */
    logRemovedAt: Time.nullable(),
  })
  .meta({ id: "Execution" });
export type Execution = z.infer<typeof Execution>;
