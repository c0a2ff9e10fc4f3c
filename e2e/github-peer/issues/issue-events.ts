import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import type { RepositoryCall } from "../route.ts";
import { viewIssue } from "../views/view-issue.ts";
import { viewIssueEvent } from "../views/view-issue-event.ts";
import { readPlace } from "./issue-call.ts";

/** Of one issue, the oldest first. */
export function answerEventsOfIssue(call: RepositoryCall) {
  const { items, headers } = paginate(call, readPlace(call).issue.events);
  const views = items.map((event) => viewIssueEvent(call.world, call.repository, event));
  return json(200, views, headers);
}

/** Of all issues and pull requests, the newest first: what a poller asks. */
export function answerEvents(call: RepositoryCall) {
  const { world, repository } = call;
  const all = repository.issues.flatMap((issue) => issue.events.map((event) => ({ issue, event })));
  const newest = all.sort((one, other) => other.event.id - one.event.id);
  const { items, headers } = paginate(call, newest);
  const views = items.map(({ issue, event }) => ({
    ...viewIssueEvent(world, repository, event),
    issue: viewIssue(world, repository, issue),
  }));
  return json(200, views, headers);
}
