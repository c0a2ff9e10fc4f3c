import type { IssueEvent } from "../state/issue.ts";
import { fullName, type Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import { nodeId, viewAccount } from "./view-account.ts";
import { viewApp } from "./view-app.ts";
import { viewTeamOfEvent } from "./view-team.ts";

/** GitHub's `issue-event-for-issue`; the repository's list has the issue beside it. */
export function viewIssueEvent(world: World, repository: Repository, event: IssueEvent) {
  const { id, kind, actor, createdAt, assignee, label, rename, reviewer, team, commitId = null } = event;
  const view = (account: typeof actor) => viewAccount(account, world.address);
  return {
    ...{ id, node_id: nodeId("IssueEvent", id), event: kind, actor: view(actor) },
    ...{
      commit_id: commitId,
      commit_url: commitId && `${world.address}/repos/${fullName(repository)}/commits/${commitId}`,
    },
    url: `${world.address}/repos/${fullName(repository)}/issues/events/${id}`,
    created_at: createdAt.toISOString(),
    performed_via_github_app: actor.id === world.app.bot.id ? viewApp(world.app, world.address) : null,
    ...(assignee ? { assignee: view(assignee), assigner: view(actor) } : {}),
    ...(label ? { label: { name: label.name, color: label.color } } : {}),
    ...(reviewer ? { requested_reviewer: view(reviewer), review_requester: view(actor) } : {}),
    ...(team ? { requested_team: viewTeamOfEvent(team, world.address), review_requester: view(actor) } : {}),
    ...(rename ? { rename } : {}),
    ...(kind === "locked" ? { lock_reason: null } : {}),
  };
}
