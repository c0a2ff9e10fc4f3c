import type { Account } from "./account.ts";
import type { PullRequest } from "./pull-request.ts";
import type { Comment, Written } from "./written.ts";

export interface Label {
  id: number;
  name: string;
  color: string;
  description: string | null;
}

/** What happened to an issue, under an id of its own. */
export interface IssueEvent {
  id: number;
  kind: "assigned" | "unassigned" | "labeled" | "unlabeled" | "closed" | "reopened" | "renamed" | "locked" | "unlocked";
  actor: Account;
  createdAt: Date;
  assignee?: Account;
  label?: Label;
  rename?: { from: string; to: string };
}

export interface Issue extends Written {
  number: number;
  title: string;
  body: string | null;
  assignees: Account[];
  labels: Label[];
  state: "open" | "closed";
  stateReason: string | null;
  closedAt: Date | null;
  isLocked: boolean;
  /** null: it is only an issue. */
  pullRequest: PullRequest | null;
  comments: Comment[];
  events: IssueEvent[];
}
