import { actorOf } from "../auth/caller.ts";
import { type Answer, json } from "../door/answer.ts";
import { invalid } from "../door/refusal.ts";
import type { RepositoryCall } from "../route.ts";
import type { Issue } from "../state/issue.ts";
import type { Repository } from "../state/repository.ts";
import { viewIssue } from "../views/view-issue.ts";
import { addLabels, assign, tell } from "./change-issue.ts";
import { hasRole, type IssuePlace } from "./issue-call.ts";
import { refuseLongText } from "./text-limits.ts";

interface Wish {
  title: string | number;
  body?: string;
  labels?: (string | { name?: string })[];
  assignees?: string[];
  assignee?: string | null;
}

/** Opens an issue. Labels and people of who may not push are left out without a word. */
export function answerNewIssue(call: RepositoryCall): Answer {
  const { world, repository } = call;
  const { title, body = null, labels = [], assignees = [], assignee } = call.body as unknown as Wish;
  if (String(title).trim() === "") {
    throw invalid({ resource: "Issue", field: "title", code: "missing_field" });
  }
  refuseLongText("Issue", body);
  const issue = makeIssue(call, String(title), body);
  repository.issues.push(issue);
  const place: IssuePlace = { world, repository, issue, actor: issue.author };
  tell(place, "opened");
  if (hasRole(call, "triage")) {
    addLabels(place, labels.map(nameOf));
    assign(place, assignee ? [assignee, ...assignees] : assignees);
  }
  return json(201, viewIssue(world, repository, issue));
}

export function nameOf(label: string | { name?: string }): string {
  return typeof label === "string" ? label : (label.name ?? "");
}

/** Deleted and transferred issues keep their numbers. */
export function nextNumber({ issues, goneIssues }: Repository): number {
  return issues.length + goneIssues.size + 1;
}

export function makeIssue({ world, repository, caller }: RepositoryCall, title: string, body: string | null): Issue {
  return {
    ...{ id: world.nextId(), number: nextNumber(repository), title, body, author: actorOf(world, caller) },
    ...{ createdAt: world.now(), updatedAt: world.now(), closedAt: null, state: "open", stateReason: null },
    ...{
      isLocked: false,
      parentId: null,
      blockedByIds: new Set(),
      pullRequest: null,
      assignees: [],
      labels: [],
      comments: [],
      events: [],
      reactions: [],
    },
    edits: [],
  };
}
