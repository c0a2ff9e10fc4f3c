import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import type { RepositoryCall } from "../route.ts";
import { viewComment } from "../views/view-comment.ts";
import { readPlace } from "./issue-call.ts";

interface Filter {
  since?: string;
  sort?: "created" | "updated";
  direction?: "asc" | "desc";
}

/** Of one issue, the oldest first. */
export function answerCommentsOfIssue(call: RepositoryCall) {
  const { world, repository } = call;
  const { issue } = readPlace(call);
  const found = issue.comments.filter(({ updatedAt }) => isSince(updatedAt, call.query));
  const { items, headers } = paginate(call, found);
  const views = items.map((comment) => viewComment(world, { repository, issue }, comment));
  return json(200, views, headers);
}

/** Of all issues and pull requests: what a poller asks. */
export function answerComments(call: RepositoryCall) {
  const { world, repository } = call;
  const { sort = "created", direction } = call.query as Filter;
  const order = direction === "desc" ? -1 : 1;
  const key = sort === "updated" ? "updatedAt" : "createdAt";
  const found = repository.issues
    .flatMap((issue) => issue.comments.map((comment) => ({ issue, comment })))
    .filter(({ comment }) => isSince(comment.updatedAt, call.query))
    .sort(({ comment: one }, { comment: other }) => {
      return order * (one[key].getTime() - other[key].getTime() || one.id - other.id);
    });
  const { items, headers } = paginate(call, found);
  const views = items.map(({ issue, comment }) => viewComment(world, { repository, issue }, comment));
  return json(200, views, headers);
}

function isSince(updatedAt: Date, { since }: Filter): boolean {
  return since === undefined || updatedAt >= new Date(since);
}
