import type { Issue } from "../state/issue.ts";
import { fullName, type Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import type { Comment } from "../state/written.ts";
import { nodeId } from "./view-account.ts";
import { viewReactions, viewWritten } from "./view-issue.ts";

/** GitHub's `issue-comment`. */
export function viewComment(world: World, place: { repository: Repository; issue: Issue }, comment: Comment) {
  const { repository, issue } = place;
  const issues = `${world.address}/repos/${fullName(repository)}/issues`;
  const url = `${issues}/comments/${comment.id}`;
  return {
    ...{ id: comment.id, node_id: nodeId("IssueComment", comment.id), url, body: comment.body },
    html_url: `${world.address}/${fullName(repository)}/issues/${issue.number}#issuecomment-${comment.id}`,
    issue_url: `${issues}/${issue.number}`,
    ...viewWritten(world, repository, comment),
    reactions: viewReactions(comment.reactions, `${url}/reactions`),
  };
}
