import type { FindingSeverity, HoldReason } from "@catalyst/core";
import { z } from "zod";
import { Time } from "../contract/page.ts";

/** How the project's `verify` hook judged a result, as measured from outside. */
export const Verification = z
  .object({
    isPassed: z.boolean(),
    attempts: z.int(),
    exitCode: z.int().nullable(),
    output: z.string(),
    commit: z.string().nullable(),
    command: z.string().optional(),
  })
  .meta({ id: "Verification" });

const Commit = z.object({ sha: z.string(), subject: z.string() }).meta({ id: "Commit" });

/** One thing that the policy found. `path` null: it concerns the result as a whole. */
const PolicyFinding = z
  .object({
    rule: z.string(),
    path: z.string().nullable(),
    detail: z.string(),
    /** Who has to agree to changes of the path, as the repository names them. */
    owners: z.array(z.string()).optional(),
  })
  .meta({ id: "PolicyFinding" });

const Acceptance = z
  .object({ rules: z.array(z.string()), by: z.string(), at: Time, reason: z.string().optional() })
  .meta({ id: "Acceptance" });

const BesideWork = z
  .object({
    keptAt: z.string(),
    commits: z.array(z.object({ ref: z.string(), name: z.string(), commit: z.string() })),
  })
  .meta({ id: "BesideWork" });

/** Why a result can't become its branch. */
const BranchProblem = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("name_conflict"), ref: z.string() }),
    z.object({
      kind: z.literal("elsewhere"),
      commit: z.string().nullable(),
      /** It was brought on from there, and others were faster again; absent: it wasn't tried. */
      isMoving: z.boolean().optional(),
    }),
    z.object({ kind: z.literal("checked_out"), path: z.string(), isForward: z.boolean() }),
    z.object({ kind: z.literal("drops_commits"), commits: z.array(z.string()) }),
    z.object({ kind: z.literal("locked"), path: z.string() }),
    z.object({ kind: z.literal("refused"), by: z.enum(["rule", "workflow", "secret"]), words: z.string() }),
  ])
  .meta({ id: "BranchProblem" });

const onBranch = { branch: z.string(), isDraft: z.boolean() };

/** What became of a result. `kept`: a repository of Catalyst's has it, whose name `keptAt` is (see `getMachine`); `problem` says what alone keeps it from its branch. */
const Publication = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("branch"), ...onBranch }),
    z.object({ kind: z.literal("pull_request"), ...onBranch, number: z.int(), url: z.string() }),
    z.object({ kind: z.literal("review"), url: z.string() }),
    z.object({
      kind: z.literal("kept"),
      keptAt: z.string(),
      branch: z.string().nullable(),
      problem: BranchProblem.nullable(),
    }),
    z.object({ kind: z.literal("nothing") }),
  ])
  .meta({ id: "Publication" });

/**
 * What an agent found in a change: untrusted text. `file` null: it concerns the change as a whole. `startLine`: the first of several
 * lines; `side`: LEFT counts them before the change.
 */
const ReviewFinding = z
  .object({
    file: z.string().nullable(),
    line: z.int().nullable(),
    startLine: z.int().optional(),
    side: z.enum(["LEFT", "RIGHT"]).optional(),
    severity: z.enum(["critical", "high", "medium", "low"] satisfies FindingSeverity[]),
    text: z.string(),
    suggestion: z.object({ code: z.string(), replaces: z.string().nullable() }).optional(),
  })
  .meta({ id: "ReviewFinding" });

/** The most serious findings first; `leftOut` counts further ones. `mended`: names of earlier reviews' findings. */
const Review = z
  .object({ findings: z.array(ReviewFinding), leftOut: z.int(), mended: z.array(z.string()).optional() })
  .meta({ id: "Review" });

/** Why a result waits for a person's word; `paths`: what of it the repository's CI runs. */
const Hold = z
  .object({
    reasons: z.array(z.enum(["setting", "public", "outsiders", "ci"] satisfies HoldReason[])),
    paths: z.array(z.string()),
  })
  .nullable();

/** What came of a task, or of one execution of it. */
export const TaskResult = z
  .object({
    summary: z.string().nullable(),
    /** null: none was asked for, or it is in the summary's words alone. */
    review: Review.nullable(),
    publication: Publication,
    headCommit: z.string().nullable(),
    commits: z.array(Commit),
    diffStat: z.object({ files: z.int(), insertions: z.int(), deletions: z.int() }),
    findings: z.array(PolicyFinding),
    ref: z.string().nullable(),
    beside: BesideWork.nullable(),
    leftOut: z.array(z.string()),
    acceptances: z.array(Acceptance),
    /** Why it waits for a person's word before it is published; null: it doesn't, or has it. */
    hold: Hold,
    verification: Verification.nullable(),
    /** The addresses of all that was said of it on a forge: comments, reviews and the pull request. */
    commentsPosted: z.array(z.string()),
    /** Commits that were published in place of those that were checked, with the same trees, as the repository wants them signed. */
    remade: z.array(z.object({ checked: z.string(), published: z.string() })),
    /** When what was kept of it was removed, after its time; null: it was not. */
    removedAt: Time.nullable(),
  })
  .meta({ id: "TaskResult" });
export type TaskResult = z.infer<typeof TaskResult>;
