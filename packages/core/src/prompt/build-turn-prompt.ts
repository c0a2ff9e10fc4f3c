import { describeVerification } from "../result/describe-verification.ts";
import type { ContextPiece } from "../task/context-piece.ts";
import type { AgentPurpose } from "../task/execution-purpose.ts";
import type { Verification } from "../task/task.ts";
import { fenced } from "./fence-text.ts";
import { arrangePieces } from "./pieces/arrange-pieces.ts";
import { describePieces } from "./pieces/describe-pieces.ts";
import { REVIEW_RULES } from "./review-rules.ts";

/** What is new for an agent in this turn. */
export interface Turn {
  purpose: AgentPurpose;
  approvedPlan: { markdown: string; isEdited: boolean } | null;
  /** What people said since the last turn. */
  messages: string[];
  fence: string;
  /** Where the images are that the told texts show; null, or absent: they show none. */
  images?: string | null;
  /** Whether the work goes on in another environment than it began in. */
  isMoved: boolean;
}

/** What an earlier execution of the task was told and said. */
export interface PastTurn {
  agentType: string;
  messages: string[];
  summary: string | null;
  /** null: the project has no `verify` hook. */
  verification: Verification | null;
}

/** What an agent must know that looks for its files; null: nothing happened to them. */
export function describeMove({ isMoved }: Turn): string | null {
  return isMoved
    ? "# What happened\n\nThe machine that this work ran on was taken away before it was done. The repository is as it was last pushed; what wasn't committed is lost. Look at what is there, and bring the task to its end."
    : null;
}

export const PLAN_RULES = [
  "# What is wanted now: a plan",
  "Change nothing: whatever you change in the repository is thrown away. Read what you need, then answer with a plan in markdown: what you will change and where, in which order, how you will check it, and what is risky or unclear. A person reads it and approves it, or says what to change.",
].join("\n\n");

/** What an agent in its own session is told again of its purpose. */
const RULES: Record<AgentPurpose, string | null> = { plan: PLAN_RULES, review: REVIEW_RULES, work: null };

/** The prompt of an agent that goes on in its own session and knows the task already, but for what was written about it since. */
export function buildTurnPrompt(turn: Turn, news: ContextPiece[] = []): string {
  const told = describePieces(arrangePieces({ title: "", body: "", pieces: news }), turn.fence);
  const { images = null } = turn;
  const parts = [describeMove(turn), told, images, describePlan(turn), describeMessages(turn), RULES[turn.purpose]];
  const said = parts.filter((part) => part !== null);
  return said.length > 0 ? said.join("\n\n") : "Go on where you stopped, and bring the task to its end.";
}

/** The plan that a person approved; null when there is none. */
export function describePlan({ approvedPlan }: Turn): string | null {
  if (approvedPlan === null) {
    return null;
  }
  const how = approvedPlan.isEdited ? "A person changed this plan and approved it" : "A person approved this plan";
  return `# The plan\n\n${how}: carry it out. Where it turns out wrong, do what serves its aim and say so.\n\n${approvedPlan.markdown.trim()}`;
}

/** The people who may give a task further turns are those who may start one: their words are instructions. */
export function describeMessages({ messages }: Turn): string | null {
  return messages.length === 0 ? null : `# What is asked of you now\n\n${messages.join("\n\n")}`;
}

/** For an agent that wasn't there. What agents and hooks said is data: they may have quoted anyone. */
export function describeHistory(history: PastTurn[], fence: string): string | null {
  if (history.length === 0) {
    return null;
  }
  const turns = history.map(({ agentType, messages, summary, verification }, index) =>
    [
      `## Turn ${index + 1}, ${agentType}`,
      ...messages.map((message) => `It was told: ${message}`),
      summary === null ? "It ended without a word." : fenced(fence, "SUMMARY", summary),
      ...describeJudgement(verification, fence),
    ].join("\n\n"),
  );
  return `# What happened so far\n\nThe repository is as these turns left it.\n\n${turns.join("\n\n")}`;
}

function describeJudgement(verification: Verification | null, fence: string): string[] {
  if (verification === null) {
    return [];
  }
  return verification.isPassed
    ? ["The project's verify hook passed."]
    : [fenced(fence, "VERIFICATION", describeVerification(verification))];
}
