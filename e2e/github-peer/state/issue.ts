import type { Account } from "./account.ts";
import type { PullRequest } from "./pull-request.ts";
import type { Team } from "./team.ts";
import type { Comment, Written } from "./written.ts";

export interface Label {
  id: number;
  name: string;
  color: string;
  description: string | null;
}

type IssueEventKind =
  | ("assigned" | "unassigned" | "labeled" | "unlabeled" | "closed" | "reopened" | "renamed" | "locked" | "unlocked")
  | ("review_requested" | "review_request_removed" | "ready_for_review" | "convert_to_draft" | "merged")
  | ("head_ref_force_pushed" | "head_ref_deleted" | "transferred");

/** What happened to an issue, under an id of its own. */
export interface IssueEvent {
  id: number;
  kind: IssueEventKind;
  actor: Account;
  createdAt: Date;
  assignee?: Account;
  label?: Label;
  rename?: { from: string; to: string };
  reviewer?: Account;
  team?: Team;
  /** The commit that it is about: of a merge, or where a branch was forced to. */
  commitId?: string;
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
  /** The issue that this one is part of. */
  parentId: number | null;
  /** The issues that this one waits for, in any repository. */
  blockedByIds: Set<number>;
  /** null: it is only an issue. */
  pullRequest: PullRequest | null;
  comments: Comment[];
  events: IssueEvent[];
}
