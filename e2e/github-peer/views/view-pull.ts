import type { PullPlace } from "../pulls/pull-call.ts";
import { listPublished } from "../reviews/pending.ts";
import { fullName, type Repository } from "../state/repository.ts";
import { findRepositoryById } from "../state/world.ts";
import { nodeId, viewAccount } from "./view-account.ts";
import { viewIssue } from "./view-issue.ts";
import { viewRepository } from "./view-repository.ts";
import { viewTeam, viewTeamOfEvent } from "./view-team.ts";

/** GitHub's `pull-request-simple`. */
export function viewPull(place: PullPlace) {
  const { world, repository, issue, pull } = place;
  const { assignee, assignees, labels, user, author_association, created_at, updated_at, closed_at, locked } =
    viewIssue(world, repository, issue);
  const { id, number, title, body, state } = issue;
  return {
    ...{ id, node_id: nodeId("PullRequest", id), number, title, body, state, draft: pull.isDraft, locked },
    ...{ user, author_association, assignee, assignees, created_at, updated_at, closed_at },
    // Here a label without a description has an empty one.
    labels: labels.map((label) => ({ ...label, description: label.description ?? "" })),
    ...{ milestone: null, active_lock_reason: null, auto_merge: null },
    ...{ merged_at: pull.merge?.at.toISOString() ?? null, merge_commit_sha: pull.merge?.sha ?? null },
    requested_reviewers: pull.requestedReviewers.map((account) => viewAccount(account, world.address)),
    requested_teams: pull.requestedTeams.map((team) => viewTeamOfEvent(team, world.address)),
    ...viewAddresses(place),
    head: viewBranch(place, {
      repository: findRepositoryById(world, pull.headRepositoryId),
      ref: pull.head,
      sha: pull.headSha,
    }),
    base: viewBranch(place, { repository, ref: pull.base, sha: pull.baseSha }),
  };
}

/** As webhooks about reviews have it. */
export function viewToldPull(place: PullPlace) {
  const { world, pull } = place;
  return { ...viewPull(place), requested_teams: pull.requestedTeams.map((team) => viewTeam(team, world.address)) };
}

/** GitHub's `pull-request`: one that is asked for by its number. */
export function viewFullPull(place: PullPlace) {
  const { issue, pull, world } = place;
  const { additions, deletions, files, commits, isMergeable } = pull.size;
  return {
    ...viewToldPull(place),
    ...{ additions, deletions, commits, changed_files: files, comments: issue.comments.length },
    ...{ review_comments: listPublished(pull).length, maintainer_can_modify: false, rebaseable: isMergeable },
    ...{ merged: pull.merge !== null, merged_by: pull.merge ? viewAccount(pull.merge.by, world.address) : null },
    ...{ mergeable: isMergeable, mergeable_state: describeState(place) },
  };
}

function describeState({ pull }: PullPlace): string {
  if (!pull.size.isMergeable) {
    return "dirty";
  }
  return pull.isDraft ? "draft" : "clean";
}

function viewBranch({ world }: PullPlace, { repository, ref, sha }: Branch) {
  if (!repository) {
    return { label: `unknown repository:${ref}`, ref, sha, user: null, repo: null };
  }
  const user = viewAccount(repository.owner, world.address);
  return { label: `${user.login}:${ref}`, ref, sha, user, repo: viewRepository(repository, world.address) };
}

interface Branch {
  /** undefined: a fork that is deleted. */
  repository: Repository | undefined;
  ref: string;
  sha: string;
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
