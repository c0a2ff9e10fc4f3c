import { actorOf } from "../auth/caller.ts";
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
  return readPullPlace(place);
}

/** Throws for an issue that is no pull request. */
export function readPullPlace(place: IssuePlace): PullPlace {
  const pull = place.issue.pullRequest;
  if (!pull) {
    throw notFound();
  }
  return { ...place, pull };
}

/** The pull request of which the look-up finds something, and what it found; null: none has it. */
export function findPullOf<Item>(
  { world, repository, caller }: RepositoryCall,
  find: (pull: PullRequest) => Item | undefined,
) {
  for (const issue of repository.issues) {
    const item = issue.pullRequest ? find(issue.pullRequest) : undefined;
    if (issue.pullRequest && item !== undefined) {
      const place: PullPlace = { world, repository, issue, pull: issue.pullRequest, actor: actorOf(world, caller) };
      return { place, item };
    }
  }
  return null;
}
