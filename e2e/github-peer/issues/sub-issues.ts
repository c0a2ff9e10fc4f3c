import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { notFound, Refusal } from "../door/refusal.ts";
import type { RepositoryCall } from "../route.ts";
import type { Issue } from "../state/issue.ts";
import { viewIssue } from "../views/view-issue.ts";
import { type IssuePlace, readPlace } from "./issue-call.ts";

/** Issues that an issue is made of: each is part of one other at most. */
export function answerAddedSubIssue(call: RepositoryCall) {
  const place = readPlace(call);
  const { sub_issue_id: id, replace_parent: isMoved = false } = call.body as {
    sub_issue_id: number;
    replace_parent?: boolean;
  };
  const child = needIssue(place, id);
  if (child === place.issue || (child.parentId !== null && !isMoved)) {
    throw new Refusal(422, "Issue may not contain duplicate sub-issues and Sub issue may only have one parent");
  }
  child.parentId = place.issue.id;
  return json(201, viewIssue(place.world, place.repository, place.issue));
}

export function answerRemovedSubIssue(call: RepositoryCall) {
  const place = readPlace(call);
  const child = needIssue(place, (call.body as { sub_issue_id: number }).sub_issue_id);
  child.parentId = null;
  return json(200, viewIssue(place.world, place.repository, place.issue));
}

export function answerSubIssues(call: RepositoryCall) {
  const { world, repository, issue } = readPlace(call);
  const children = repository.issues.filter(({ parentId }) => parentId === issue.id);
  const { items, headers } = paginate(call, children);
  const views = items.map((child) => viewIssue(world, repository, child));
  return json(200, views, headers);
}

export function answerParent(call: RepositoryCall) {
  const place = readPlace(call);
  const { parentId } = place.issue;
  if (parentId === null) {
    throw notFound();
  }
  return json(200, viewIssue(place.world, place.repository, needIssue(place, parentId)));
}

function needIssue({ repository }: IssuePlace, id: number): Issue {
  const issue = repository.issues.find((each) => each.id === id);
  if (!issue) {
    throw notFound();
  }
  return issue;
}
