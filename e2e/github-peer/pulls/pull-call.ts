import { notFound } from "../door/refusal.ts";
import { type IssuePlace, readPlace } from "../issues/issue-call.ts";
import type { RepositoryCall } from "../route.ts";
import type { PullRequest } from "../state/pull-request.ts";

export interface PullPlace extends IssuePlace {
  pull: PullRequest;
}

/** The pull request that the path names. */
export function readPull(call: RepositoryCall): PullPlace {
  const place = readPlace({ ...call, path: { ...call.path, issue_number: call.path.pull_number ?? 0 } });
  const pull = place.issue.pullRequest;
  if (!pull) {
    throw notFound();
  }
  return { ...place, pull };
}
