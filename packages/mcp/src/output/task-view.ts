import { Task, type TaskResult, Way } from "@catalyst/api";
import { z } from "zod";
import { sayStoredWay } from "../words/ways-out.ts";
import { cutText } from "./clean-text.ts";

const MAX_TITLE_LENGTH = 200;
const MAX_WORDS_LENGTH = 6000;
const MAX_ITEMS = 50;

const Shown = Task.pick({
  id: true,
  number: true,
  title: true,
  status: true,
  agentType: true,
  model: true,
  failureReason: true,
  errorMessage: true,
  createdAt: true,
  completedAt: true,
});

/** A task in a list. */
export const TaskLine = Shown;
export type TaskLine = z.infer<typeof TaskLine>;

/** What came of a task, as far as a model is to weigh it. */
const ResultView = z.object({
  summary: z.string().nullable().describe("The agent's own words"),
  outcome: z.enum(["branch", "pull_request", "review", "kept", "nothing"]),
  branch: z.string().nullable(),
  url: z.string().nullable().describe("Of the pull request or review"),
  commentsPosted: z.array(z.string()).describe("Addresses of all that was said of it where it came from"),
  headCommit: z.string().nullable(),
  commits: z.array(z.object({ sha: z.string(), subject: z.string() })),
  commitCount: z.int(),
  diffStat: z.object({ files: z.int(), insertions: z.int(), deletions: z.int() }),
  isVerified: z.boolean().nullable().describe("Whether the project's own check passed; null: there is none"),
  policyFindings: z.array(z.object({ rule: z.string(), path: z.string().nullable(), detail: z.string() })),
  reviewFindings: z.array(
    z.object({ file: z.string().nullable(), line: z.int().nullable(), severity: z.string(), text: z.string() }),
  ),
});

const Ending = z.object({
  why: z.enum(["stopped", "closed", "merged", "gone"]),
  by: z.string().nullable().describe("An account of the forge, or somebody of Catalyst; null: nobody knows"),
});

export const TaskView = Shown.extend({
  baseBranch: z.string().nullable(),
  ending: Ending.nullable().describe("What people did by which it ended, or what became of what it proposed"),
  plan: z.string().nullable().describe("What the agent means to do, where a plan was asked for"),
  way: Way.nullable().describe("What can be done about what is wrong"),
  wayOut: z.string().nullable().describe("The same as a sentence"),
  result: ResultView.nullable(),
});
export type TaskView = z.infer<typeof TaskView>;

export function lineOf(task: Task): TaskLine {
  const { id, number, status, agentType, model, failureReason, createdAt, completedAt } = task;
  return {
    id,
    number,
    title: cutText(task.title, MAX_TITLE_LENGTH),
    status,
    agentType,
    model,
    failureReason,
    errorMessage: task.errorMessage === null ? null : cutText(task.errorMessage, MAX_WORDS_LENGTH),
    createdAt,
    completedAt,
  };
}

export function viewOf(task: Task): TaskView {
  return {
    ...lineOf(task),
    baseBranch: task.baseBranch,
    ending: task.ending === null ? null : { why: task.ending.why, by: nameOf(task.ending) },
    plan: task.plan === null ? null : cutText(task.plan.markdown, 4 * MAX_WORDS_LENGTH),
    way: task.way,
    wayOut: sayStoredWay(task.way),
    result: task.result === null ? null : viewOfResult(task.result),
  };
}

function nameOf({ by }: NonNullable<Task["ending"]>): string | null {
  return by === null ? null : `${by.isOfForge ? "@" : ""}${cutText(by.name, MAX_TITLE_LENGTH)}`;
}

function viewOfResult(result: TaskResult): z.infer<typeof ResultView> {
  const { publication, commits, review } = result;
  return {
    summary: result.summary === null ? null : cutText(result.summary, MAX_WORDS_LENGTH),
    outcome: publication.kind,
    branch: "branch" in publication ? publication.branch : null,
    url: "url" in publication ? publication.url : null,
    commentsPosted: result.commentsPosted.slice(0, MAX_ITEMS),
    headCommit: result.headCommit,
    commits: commits
      .slice(0, MAX_ITEMS)
      .map(({ sha, subject }) => ({ sha, subject: cutText(subject, MAX_TITLE_LENGTH) })),
    commitCount: commits.length,
    diffStat: result.diffStat,
    isVerified: result.verification?.isPassed ?? null,
    policyFindings: result.findings.slice(0, MAX_ITEMS),
    reviewFindings: (review?.findings ?? [])
      .slice(0, MAX_ITEMS)
      .map((finding) => ({ ...finding, text: cutText(finding.text, MAX_TITLE_LENGTH * 10) })),
  };
}
