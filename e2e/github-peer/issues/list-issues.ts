import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import type { RepositoryCall } from "../route.ts";
import type { Issue } from "../state/issue.ts";
import { viewIssue } from "../views/view-issue.ts";
import { isSameLabel } from "./change-issue.ts";

interface Filter {
  state?: "open" | "closed" | "all";
  assignee?: string;
  creator?: string;
  labels?: string;
  since?: string;
  sort?: "created" | "updated" | "comments";
  direction?: "asc" | "desc";
}

/** Issues and pull requests, the newest first unless the query says otherwise. */
export function answerIssues(call: RepositoryCall) {
  const { world, repository } = call;
  const filter = call.query as Filter;
  const direction = filter.direction === "asc" ? 1 : -1;
  const found = repository.issues
    .filter((issue) => fits(issue, filter))
    .sort((one, other) => direction * (rank(one, filter) - rank(other, filter) || one.number - other.number));
  const { items, headers } = paginate(call, found);
  const views = items.map((issue) => viewIssue(world, repository, issue));
  return json(200, views, headers);
}

function fits(issue: Issue, { state = "open", assignee, creator, labels, since }: Filter): boolean {
  const names = (labels ?? "").split(",").filter((name) => name !== "");
  return (
    (state === "all" || issue.state === state) &&
    isAssignedTo(issue, assignee) &&
    (creator === undefined || issue.author.login.toLowerCase() === creator.toLowerCase()) &&
    names.every((name) => issue.labels.some((label) => isSameLabel(label, name))) &&
    (since === undefined || issue.updatedAt >= new Date(since))
  );
}

function isAssignedTo({ assignees }: Issue, wanted: string | undefined): boolean {
  if (wanted === undefined || wanted === "*" || wanted === "none") {
    return wanted === undefined || assignees.length > 0 === (wanted === "*");
  }
  return assignees.some(({ login }) => login.toLowerCase() === wanted.toLowerCase());
}

function rank(issue: Issue, { sort = "created" }: Filter): number {
  if (sort === "comments") {
    return issue.comments.length;
  }
  return (sort === "updated" ? issue.updatedAt : issue.createdAt).getTime();
}
