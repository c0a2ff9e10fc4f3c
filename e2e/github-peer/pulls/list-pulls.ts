import { actorOf } from "../auth/caller.ts";
import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import type { RepositoryCall } from "../route.ts";
import type { Issue } from "../state/issue.ts";
import type { PullRequest } from "../state/pull-request.ts";
import { findRepositoryById } from "../state/world.ts";
import { viewPull } from "../views/view-pull.ts";
import type { PullPlace } from "./pull-call.ts";

interface Filter {
  state?: "open" | "closed" | "all";
  head?: string;
  base?: string;
  sort?: string;
  direction?: "asc" | "desc";
}

/** The newest first unless the query says otherwise; of one head by `owner:branch`. */
export function answerPulls(call: RepositoryCall) {
  const { world, repository, caller } = call;
  const filter = call.query as Filter;
  const found = repository.issues.flatMap((issue) => {
    const { pullRequest: pull } = issue;
    const from = pull && findRepositoryById(world, pull.headRepositoryId);
    const owner = from?.owner.login ?? "";
    return pull && fits({ issue, pull, owner }, filter) ? [{ issue, pull }] : [];
  });
  const key = filter.sort === "updated" ? "updatedAt" : "createdAt";
  const order = filter.direction === "asc" || (filter.direction === undefined && key === "updatedAt") ? 1 : -1;
  found.sort(({ issue: one }, { issue: other }) => {
    return order * (one[key].getTime() - other[key].getTime() || one.number - other.number);
  });
  const { items, headers } = paginate(call, found);
  const actor = actorOf(world, caller);
  const views = items.map((item): PullPlace => ({ ...item, world, repository, actor })).map(viewPull);
  return json(200, views, headers);
}

interface Listed {
  issue: Issue;
  pull: PullRequest;
  /** Of the head: a fork's is another. */
  owner: string;
}

function fits({ issue, pull, owner }: Listed, { state = "open", head, base }: Filter): boolean {
  return (
    (state === "all" || issue.state === state) &&
    (base === undefined || pull.base === base) &&
    // A head without an owner isn't looked at.
    (head === undefined || !head.includes(":") || head === `${owner}:${pull.head}`)
  );
}
