import { canMerge } from "../git/can-merge.ts";
import { countCommits, listChanges } from "../git/diff.ts";
import type { PullPlace } from "../pulls/pull-call.ts";
import { fullName } from "../state/repository.ts";
import { nodeId, viewAccount } from "./view-account.ts";
import { viewIssue } from "./view-issue.ts";
import { viewRepository } from "./view-repository.ts";

/** GitHub's `pull-request-simple`. */
export function viewPull(place: PullPlace) {
  const { world, repository, issue, pull } = place;
  const { assignee, assignees, labels, user, author_association, created_at, updated_at, closed_at, locked } =
    viewIssue(world, repository, issue);
  const { id, number, title, body, state } = issue;
  return {
    ...{ id, node_id: nodeId("PullRequest", id), number, title, body, state, draft: pull.isDraft, locked },
    ...{ user, author_association, assignee, assignees, labels, created_at, updated_at, closed_at },
    ...{ milestone: null, active_lock_reason: null, merged_at: null, merge_commit_sha: null, auto_merge: null },
    ...{ requested_reviewers: [], requested_teams: [] },
    ...viewAddresses(place),
    head: viewBranch(place, pull.head, pull.headSha),
    base: viewBranch(place, pull.base, pull.baseSha),
  };
}

/** GitHub's `pull-request`, with what only git knows. */
export async function viewFullPull(place: PullPlace) {
  const { repository, issue, pull } = place;
  const range = { base: pull.baseSha, head: pull.headSha };
  const changes = await listChanges(repository.folder, range);
  const isMergeable = await canMerge(repository.folder, range);
  return {
    ...viewPull(place),
    additions: changes.reduce((total, { additions }) => total + additions, 0),
    deletions: changes.reduce((total, { deletions }) => total + deletions, 0),
    changed_files: changes.length,
    commits: await countCommits(repository.folder, range),
    ...{ comments: issue.comments.length, review_comments: pull.reviewComments.length, maintainer_can_modify: false },
    ...{ merged: false, merged_by: null, mergeable: isMergeable, mergeable_state: isMergeable ? "clean" : "dirty" },
  };
}

function viewBranch({ world, repository }: PullPlace, ref: string, sha: string) {
  const user = viewAccount(repository.owner, world.address);
  return { label: `${user.login}:${ref}`, ref, sha, user, repo: viewRepository(repository, world.address) };
}

function viewAddresses({ world, repository, issue: { number }, pull }: PullPlace) {
  const repositoryUrl = `${world.address}/repos/${fullName(repository)}`;
  const issue = `${repositoryUrl}/issues/${number}`;
  const url = `${repositoryUrl}/pulls/${number}`;
  const html = `${world.address}/${fullName(repository)}/pull/${number}`;
  const addresses = {
    ...{ commits: `${url}/commits`, review_comments: `${url}/comments`, comments: `${issue}/comments` },
    ...{
      review_comment: `${repositoryUrl}/pulls/comments{/number}`,
      statuses: `${repositoryUrl}/statuses/${pull.headSha}`,
    },
  };
  const named = Object.entries({ ...addresses, html, issue, self: url });
  return {
    ...{ url, html_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch`, issue_url: issue },
    ...{
      commits_url: addresses.commits,
      review_comments_url: addresses.review_comments,
      statuses_url: addresses.statuses,
    },
    ...{ review_comment_url: addresses.review_comment, comments_url: addresses.comments },
    _links: Object.fromEntries(named.map(([name, href]) => [name, { href }])),
  };
}
