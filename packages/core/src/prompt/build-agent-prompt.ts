import type { PieceAuthor } from "../task/context-piece.ts";
import type { Gathering } from "../task/gathering.ts";
import type { TaskType } from "../task/task.ts";
import {
  describeHistory,
  describeMessages,
  describeMove,
  describePlan,
  type PastTurn,
  PLAN_RULES,
  type Turn,
} from "./build-turn-prompt.ts";
import type { ToldChange } from "./change/describe-change.ts";
import { fenced } from "./fence-text.ts";
import type { ArrangedPieces } from "./pieces/arrange-pieces.ts";
import { describeGathering } from "./pieces/describe-gathering.ts";
import { describeAuthor, describePieces } from "./pieces/describe-pieces.ts";
import { describeReviewed, describeSaid, REVIEW_RULES, type ReviewedChange } from "./review-rules.ts";

/** What an agent is told about its task. All texts are cleaned already. */
export interface AgentContext {
  task: {
    type: TaskType;
    url: string | null;
    title: string;
    body: string;
    /** Who wrote title and body; null: whoever asked, or nobody knows. */
    author: PieceAuthor | null;
    /** What whoever asked says beside that; empty: nothing. */
    instruction: string;
  };
  repository: {
    name: string;
    defaultBranch: string;
    branch: string;
    /** The only folders that are checked out; empty: all. */
    sparsePaths: string[];
    /** The repository's own instructions for contributors and agents, by file. */
    conventions: { path: string; text: string }[];
    /** Those of them for which there is no room here. */
    unshown: string[];
    /** What is to be known of it beside its files, ready to be told. */
    facts: string;
  };
  /** What else was written about it. */
  pieces: Pick<ArrangedPieces, "shown" | "leftOut">;
  /** How these texts were read; null: nothing was read anywhere. */
  gathering: Gathering | null;
  /** How many parts of these texts were removed because their page doesn't show them. */
  hiddenParts: number;
  prDiff: string | null;
  /** What is there beyond the base, ready to be told; null: nothing. */
  change: ToldChange | null;
  /** null: nothing is reviewed. */
  reviewed: ReviewedChange | null;
  /** What the gateway lets through, beside the model. */
  reachableHosts: string[];
  /** Files that the task names and that exist. */
  relatedFiles: string[];
  /** Random; marks the ends of untrusted text so that the text can't forge them. */
  fence: string;
}

/** The first prompt of an agent. What strangers may have written is fenced and said to be data. */
export function buildAgentPrompt(context: AgentContext, turn: Turn & { history: PastTurn[] }): string {
  return [
    describeWork(context),
    describeInstruction(context),
    describeTask(context),
    describePieces(context.pieces, context.fence),
    describeGathering(context.gathering),
    describeHidden(context),
    turn.images ?? null,
    context.prDiff === null ? null : fenced(context.fence, "PULL REQUEST DIFF", context.prDiff),
    context.change?.text ?? null,
    describeRelatedFiles(context.relatedFiles),
    context.repository.facts,
    describeConventions(context),
    describeHistory(turn.history, context.fence),
    describeMove(turn),
    describePlan(turn),
    describeMessages(turn),
    context.reviewed === null ? null : describeReviewed(context.reviewed),
    context.reviewed === null ? null : describeSaid(context.reviewed, context.fence),
    describeProposals(context, turn),
    describePurpose(context, turn),
  ]
    .filter((part) => part !== null)
    .join("\n\n");
}

function describeWork({ task, repository }: AgentContext): string {
  const where = `the repository ${repository.name} (default branch ${repository.defaultBranch}), which is checked out in the current directory on the branch ${repository.branch}`;
  const what: Record<TaskType, string> = {
    issue: "Resolve the issue below in",
    pr_review: "Review a change in",
    code_fix: "Make the fix that is described below in",
    prompt: "Do what is asked below in",
  };
  return `${what[task.type]} ${where}.${describeSparse(repository.sparsePaths)}`;
}

function describeSparse(folders: string[]): string {
  return folders.length === 0
    ? ""
    : ` Only a part of it is checked out: ${folders.join(", ")} and the files on the way there. Bring in what else you need with: git sparse-checkout add <folder>`;
}

function describeInstruction({ task }: AgentContext): string | null {
  return task.instruction === "" ? null : `# Request\n\n${task.instruction}`;
}

function describeTask(context: AgentContext): string {
  const { task } = context;
  // Without an address it is the words of whoever asked.
  if (task.type === "prompt" || (task.type === "pr_review" && task.url === null)) {
    return `# Request\n\n${[task.title, task.body].filter((part) => part !== "").join("\n\n")}`;
  }
  const source = task.url === null ? "" : `\nSource: ${task.url}`;
  const author = task.author === null ? "" : `Written by ${describeAuthor(task.author)}.\n`;
  return (
    author +
    fenced(
      context.fence,
      task.type === "pr_review" ? "PULL REQUEST" : "ISSUE",
      `Title: ${task.title}${source}\n\n${task.body}`,
    )
  );
}

/** Another one is seldom what is wanted, and only a person can say. */
function describeProposals({ task, pieces }: AgentContext, { purpose, messages }: Turn): string | null {
  const isThere = [...pieces.shown, ...pieces.leftOut].some(({ kind }) => kind === "proposal");
  return !isThere || task.type !== "issue" || purpose === "review" || messages.length > 0
    ? null
    : "# Somebody is at it already\n\nA pull request of others is open that is to close this issue. Unless the request itself says to go on in spite of that, change nothing: end with a short answer that names the pull request, says what it leaves open as far as you can see, and asks whether another one is wanted.";
}

function describeHidden({ hiddenParts }: AgentContext): string | null {
  if (hiddenParts === 0) {
    return null;
  }
  const parts = hiddenParts === 1 ? "1 hidden part was" : `${hiddenParts} hidden parts were`;
  return `${parts} removed from these texts: their page shows nothing of them to people. Where a text is only understood with more, say so instead of guessing.`;
}

function describeRelatedFiles(paths: string[]): string | null {
  return paths.length === 0 ? null : `# Files that the text names\n\n${paths.map((path) => `- ${path}`).join("\n")}`;
}

function describeConventions({ repository }: AgentContext): string | null {
  const { conventions, unshown } = repository;
  if (conventions.length + unshown.length === 0) {
    return null;
  }
  const files = conventions.map(({ path, text }) => `## ${path}\n\n${text.trim()}`);
  const rest =
    unshown.length === 0
      ? []
      : [`There is no room here for ${unshown.join(", ")}: read them where you work on what they are about.`];
  return ["# Conventions of this repository", ...files, ...rest].join("\n\n");
}

function describePurpose(context: AgentContext, { purpose }: Turn): string {
  const rules = { plan: () => PLAN_RULES, review: () => REVIEW_RULES, work: () => describeRules(context) };
  return rules[purpose]();
}

function describeRules({ repository, reachableHosts }: AgentContext): string {
  const network =
    reachableHosts.length === 0
      ? "There is no network but the model's and the git remote."
      : `There is no network but the model's, the git remote and, by https through the proxy of the environment, ${reachableHosts.join(", ")}.`;
  const change = [
    "Run the repository's own tests where there are any.",
    `Commit your work on the branch ${repository.branch} with a message that says why; do not switch branches. Your commits are checked and published after you end: you need not push.`,
    "End with a short summary of what you changed and how you checked it.",
  ].join("\n");
  return `# How to work\n\nNobody can answer questions: decide yourself. ${network}\n${change}`;
}
