import { actorOf } from "../auth/caller.ts";
import { json, noContent } from "../door/answer.ts";
import { notByIntegration, notFound, Refusal } from "../door/refusal.ts";
import type { RepositoryCall } from "../route.ts";
import type { Issue } from "../state/issue.ts";
import type { Comment } from "../state/written.ts";
import { viewComment } from "../views/view-comment.ts";
import { viewIssue } from "../views/view-issue.ts";
import { emit } from "../webhooks/emit.ts";
import { editText } from "./edit-text.ts";
import { hasRole, readPlace } from "./issue-call.ts";
import { refuseLongText } from "./text-limits.ts";

interface Found {
  issue: Issue;
  comment: Comment;
}

export function answerNewComment(call: RepositoryCall) {
  const { world, repository, caller } = call;
  const { issue, actor } = readPlace(call);
  const { body } = call.body as { body: string };
  refuseLongText("IssueComment", body);
  if (issue.isLocked && !(caller.kind === "person" && hasRole(call, "write"))) {
    throw new Refusal(403, "Unable to create comment because issue is locked.");
  }
  const at = { createdAt: world.now(), updatedAt: world.now() };
  const comment: Comment = {
    id: world.nextId(),
    author: actor,
    body,
    reactions: [],
    edits: [],
    minimizedReason: null,
    ...at,
  };
  issue.comments.push(comment);
  issue.updatedAt = world.now();
  tell(call, { issue, comment }, { action: "created" });
  return json(201, viewComment(world, { repository, issue }, comment));
}

export function answerChangedComment(call: RepositoryCall) {
  const { world, repository } = call;
  const { issue, comment } = findOwnComment(call);
  const { body } = call.body as { body: string };
  refuseLongText("IssueComment", body);
  const from = comment.body;
  editText(world, comment, actorOf(world, call.caller));
  comment.body = body;
  tell(call, { issue, comment }, { action: "edited", changes: { body: { from } } });
  return json(200, viewComment(world, { repository, issue }, comment));
}

export function answerDeletedComment(call: RepositoryCall) {
  const { issue, comment } = findOwnComment(call);
  issue.comments.splice(issue.comments.indexOf(comment), 1);
  tell(call, { issue, comment }, { action: "deleted" });
  return noContent();
}

export function answerComment(call: RepositoryCall) {
  const { issue, comment } = findComment(call);
  return json(200, viewComment(call.world, { repository: call.repository, issue }, comment));
}

export function findComment({ repository, path }: RepositoryCall): Found {
  for (const issue of repository.issues) {
    const comment = issue.comments.find(({ id }) => id === path.comment_id);
    if (comment) {
      return { issue, comment };
    }
  }
  throw notFound();
}

/** Apps change what they wrote, and people who may push also what others wrote. */
function findOwnComment(call: RepositoryCall): Found {
  const found = findComment(call);
  const isOwn = found.comment.author.id === actorOf(call.world, call.caller).id;
  if (!isOwn && call.caller.kind === "installation") {
    throw notByIntegration();
  }
  if (!isOwn && !hasRole(call, "write")) {
    throw new Refusal(403, "Must have admin rights to Repository.");
  }
  return found;
}

function tell(call: RepositoryCall, { issue, comment }: Found, telling: { action: string; changes?: object }): void {
  const { world, repository, caller } = call;
  const { action, ...more } = telling;
  const payload = {
    issue: viewIssue(world, repository, issue),
    comment: viewComment(world, { repository, issue }, comment),
    ...more,
  };
  emit(world, { event: "issue_comment", action, repository, sender: actorOf(world, caller), payload });
}
