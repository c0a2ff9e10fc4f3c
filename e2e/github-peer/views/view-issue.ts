import type { Issue, Label } from "../state/issue.ts";
import { fullName, type Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import type { Reaction, Written } from "../state/written.ts";
import { REACTIONS } from "../state/written.ts";
import { nodeId, viewAccount } from "./view-account.ts";
import { viewApp } from "./view-app.ts";

/** GitHub's `issue`. */
export function viewIssue(world: World, repository: Repository, issue: Issue) {
  const { id, number, title, body, state, isLocked, comments, assignees, closedAt, stateReason } = issue;
  const repositoryUrl = `${world.address}/repos/${fullName(repository)}`;
  const url = `${repositoryUrl}/issues/${number}`;
  const people = assignees.map((account) => viewAccount(account, world.address));
  return {
    ...{
      id,
      node_id: nodeId(issue.pullRequest ? "PullRequest" : "Issue", id),
      number,
      title,
      body,
      state,
      state_reason: stateReason,
    },
    ...{ url, repository_url: repositoryUrl, labels_url: `${url}/labels{/name}`, comments_url: `${url}/comments` },
    ...{ events_url: `${url}/events`, timeline_url: `${url}/timeline` },
    html_url: `${world.address}/${fullName(repository)}/issues/${number}`,
    ...viewPullPart(world, repository, issue),
    ...{ locked: isLocked, active_lock_reason: null, milestone: null, comments: comments.length },
    labels: issue.labels.map((label) => viewLabel(world, repository, label)),
    ...{ assignee: people[0] ?? null, assignees: people },
    ...{ closed_at: closedAt?.toISOString() ?? null, ...viewWritten(world, repository, issue) },
    reactions: viewReactions(issue.reactions, `${url}/reactions`),
  };
}

/** What tells a pull request from an issue. */
function viewPullPart({ address }: World, repository: Repository, { pullRequest, number }: Issue) {
  if (!pullRequest) {
    return {};
  }
  const html = `${address}/${fullName(repository)}/pull/${number}`;
  const url = `${address}/repos/${fullName(repository)}/pulls/${number}`;
  const mergedAt = pullRequest.merge?.at.toISOString() ?? null;
  const addresses = { url, html_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch` };
  return { html_url: html, draft: pullRequest.isDraft, pull_request: { ...addresses, merged_at: mergedAt } };
}

/** What issues and comments say of who wrote them. */
export function viewWritten(world: World, repository: Repository, { author, createdAt, updatedAt }: Written) {
  return {
    user: viewAccount(author, world.address),
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
    author_association: associate(repository, author.id),
    performed_via_github_app: author.id === world.app.bot.id ? viewWriter(world) : null,
  };
}

/** Webhooks don't tell the App's other name. */
function viewWriter({ app, address }: World) {
  const { client_id: _, ...writer } = viewApp(app, address);
  return writer;
}

/** What somebody is to a repository, as GitHub guesses it for texts. */
export function associate({ owner, roles }: Repository, id: number): string {
  if (owner.id === id) {
    return "OWNER";
  }
  return roles.has(id) ? "COLLABORATOR" : "NONE";
}

export function viewLabel({ address }: World, repository: Repository, { id, name, color, description }: Label) {
  const url = `${address}/repos/${fullName(repository)}/labels/${encodeURIComponent(name)}`;
  return { id, node_id: nodeId("Label", id), url, name, color, description, default: false };
}

export function viewReactions(reactions: readonly Reaction[], url: string) {
  const counts = REACTIONS.map((name) => [name, reactions.filter(({ content }) => content === name).length]);
  const byName = Object.fromEntries(counts) as Record<(typeof REACTIONS)[number], number>;
  return { url, total_count: reactions.length, ...byName };
}
