import type { Access } from "../auth/access.ts";
import type { IssuePlace } from "../issues/issue-call.ts";
import type { PullRequest } from "../state/pull-request.ts";
import { fullName, type Repository } from "../state/repository.ts";
import { actorOfAsking, openByName } from "./access.ts";
import type { Asking } from "./asking.ts";
import { type Found, kindOf } from "./found.ts";
import { unresolved } from "./refusal.ts";

const READS: Access = { permissions: ["issues", "pull_requests", "metadata"], level: "read", role: "read" };

/** Throws GraphQL's refusal for what isn't there, or may not be seen or done. */
export async function findNode(asking: Asking, id: string, access: Access = READS): Promise<Found> {
  const [kind = "", text = ""] = Buffer.from(id, "base64url").toString("utf8").split(":");
  const number = Number(text);
  for (const repository of asking.world.repositories) {
    const found = findIn(asking, repository, { kind, id: number });
    if (found) {
      await openByName(asking, fullName(repository), access);
      return found;
    }
  }
  throw unresolved(id);
}

/** Of one kind alone; throws as `findNode`. */
export async function needNode<Kind extends Found["kind"]>(
  asking: Asking,
  id: string,
  { kinds, access }: { kinds: readonly Kind[]; access: Access },
): Promise<Extract<Found, { kind: Kind }>> {
  const found = await findNode(asking, id, access);
  if (!(kinds as readonly string[]).includes(found.kind)) {
    throw unresolved(id);
  }
  return found as Extract<Found, { kind: Kind }>;
}

interface Wanted {
  kind: string;
  id: number;
}

function findIn(asking: Asking, repository: Repository, wanted: Wanted): Found | null {
  if (wanted.kind === "Repository") {
    return repository.id === wanted.id ? { kind: "Repository", repository } : null;
  }
  for (const issue of repository.issues) {
    const place = { world: asking.world, repository, issue, actor: actorOfAsking(asking) };
    const found = findInIssue(place, wanted) ?? (issue.pullRequest && findInPull(place, issue.pullRequest, wanted));
    if (found) {
      return found;
    }
  }
  return null;
}

function findInIssue(place: IssuePlace, { kind, id }: Wanted): Found | null {
  const { issue } = place;
  if (issue.id === id && kind === kindOf(issue)) {
    return { kind: kindOf(issue), place };
  }
  const comment = kind === "IssueComment" ? issue.comments.find((each) => each.id === id) : undefined;
  return comment ? { kind: "IssueComment", place, comment } : null;
}

function findInPull(place: IssuePlace, pull: PullRequest, { kind, id }: Wanted): Found | null {
  if (kind === "PullRequestReview") {
    const review = pull.reviews.find((each) => each.id === id);
    return review ? { kind, place, pull, review } : null;
  }
  if (kind === "PullRequestReviewComment" || kind === "PullRequestReviewThread") {
    const comment = pull.reviewComments.find((each) => each.id === id);
    return comment ? { kind, place, pull, comment } : null;
  }
  return null;
}
