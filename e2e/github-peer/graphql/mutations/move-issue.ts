import type { Access } from "../../auth/access.ts";
import { tell } from "../../issues/change-issue.ts";
import { nextNumber } from "../../issues/create-issue.ts";
import type { IssuePlace } from "../../issues/issue-call.ts";
import type { Repository } from "../../state/repository.ts";
import { viewIssue } from "../../views/view-issue.ts";
import { viewRepository } from "../../views/view-repository.ts";
import type { Asking } from "../asking.ts";
import { needNode } from "../find-node.ts";
import { unprocessable } from "../refusal.ts";
import { answerTo, type Input } from "./input.ts";

const ADMINISTERS: Access = { permissions: ["issues"], level: "write", role: "admin" };
const WRITES: Access = { permissions: ["issues"], level: "write", role: "write" };

export async function deleteIssue(wish: Input<{ issueId: string }>, asking: Asking) {
  const { place } = await needNode(asking, wish.input.issueId, { kinds: ["Issue"], access: ADMINISTERS });
  tell(place, "deleted");
  takeAway(place, null);
  return answerTo(wish, { repository: asking.show({ kind: "Repository", repository: place.repository }) });
}

/** To another repository of the same owner, with a new number and a new id. */
export async function transferIssue(wish: Input<{ issueId: string; repositoryId: string }>, asking: Asking) {
  const { issueId, repositoryId } = wish.input;
  const { place } = await needNode(asking, issueId, { kinds: ["Issue"], access: WRITES });
  const { repository: to } = await needNode(asking, repositoryId, { kinds: ["Repository"], access: WRITES });
  if (to.owner.id !== place.repository.owner.id || to === place.repository) {
    throw unprocessable("The issue can be transferred to another repository of the same owner alone.");
  }
  const { world, issue } = place;
  const moved = {
    ...issue,
    id: world.nextId(),
    number: nextNumber(to),
    labels: [],
    parentId: null,
    blockedByIds: new Set<number>(),
  };
  to.issues.push(moved);
  const changes = {
    new_issue: viewIssue(world, to, moved),
    new_repository: viewRepository(to, world.address),
  };
  tell(place, "transferred", { changes });
  takeAway(place, { repository: to, number: moved.number });
  return answerTo(wish, { issue: asking.show({ kind: "Issue", place: { ...place, repository: to, issue: moved } }) });
}

type Gone = { repository: Repository; number: number } | null;

function takeAway({ repository, issue }: IssuePlace, to: Gone): void {
  repository.issues.splice(repository.issues.indexOf(issue), 1);
  repository.goneIssues.set(issue.number, to);
}
