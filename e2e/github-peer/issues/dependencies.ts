import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { notFound } from "../door/refusal.ts";
import type { RepositoryCall } from "../route.ts";
import type { World } from "../state/world.ts";
import { viewIssue } from "../views/view-issue.ts";
import { readPlace } from "./issue-call.ts";

/** From now on an issue waits for another one, which may be of another repository. */
export function answerBlocked(call: RepositoryCall) {
  const { world, repository, issue } = readPlace(call);
  const { issue_id: id } = call.body as { issue_id: number };
  if (findIssue(world, id) === null) {
    throw notFound();
  }
  issue.blockedByIds.add(id);
  return json(201, viewIssue(world, repository, issue));
}

export function answerBlocking(call: RepositoryCall) {
  const { world, issue } = readPlace(call);
  const { items, headers } = paginate(call, [...issue.blockedByIds]);
  const found = items.flatMap((id) => findIssue(world, id) ?? []);
  return json(
    200,
    found.map((each) => viewIssue(world, each.repository, each.issue)),
    headers,
  );
}

function findIssue({ repositories }: World, id: number) {
  for (const repository of repositories) {
    const issue = repository.issues.find((each) => each.id === id);
    if (issue) {
      return { repository, issue };
    }
  }
  return null;
}
