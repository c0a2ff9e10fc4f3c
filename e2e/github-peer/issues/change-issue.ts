import { tellPull } from "../pulls/tell-pull.ts";
import { isAssignable } from "../repositories/repository-routes.ts";
import type { IssueEvent, Label } from "../state/issue.ts";
import { findAccount } from "../state/world.ts";
import { viewAccount } from "../views/view-account.ts";
import { viewIssue, viewLabel } from "../views/view-issue.ts";
import { viewTeam } from "../views/view-team.ts";
import { emit } from "../webhooks/emit.ts";
import type { IssuePlace } from "./issue-call.ts";

/** Assigns whom it may; others are left out without a word, as GitHub does. */
export function assign(place: IssuePlace, logins: readonly string[]): void {
  for (const login of logins) {
    const assignee = findAccount(place.world, login);
    const isThere = place.issue.assignees.some(({ id }) => id === assignee?.id);
    if (assignee && !isThere && isAssignable(place.repository, assignee)) {
      place.issue.assignees.push(assignee);
      record(place, { kind: "assigned", assignee });
    }
  }
}

export function unassign(place: IssuePlace, logins: readonly string[]): void {
  for (const login of logins) {
    const assignee = findAccount(place.world, login);
    const index = place.issue.assignees.findIndex(({ id }) => id === assignee?.id);
    if (assignee && index >= 0) {
      place.issue.assignees.splice(index, 1);
      record(place, { kind: "unassigned", assignee });
    }
  }
}

/** Puts labels on; those that the repository doesn't have are made. */
export function addLabels(place: IssuePlace, names: readonly string[]): void {
  for (const name of names) {
    const label = ensureLabel(place, name);
    if (!place.issue.labels.includes(label)) {
      place.issue.labels.push(label);
      record(place, { kind: "labeled", label });
    }
  }
}

/** Whether it was there. */
export function removeLabel(place: IssuePlace, name: string): boolean {
  const index = place.issue.labels.findIndex((label) => isSameLabel(label, name));
  const [label] = index < 0 ? [] : place.issue.labels.splice(index, 1);
  if (label) {
    record(place, { kind: "unlabeled", label });
  }
  return label !== undefined;
}

export function isSameLabel(label: Label, name: string): boolean {
  return label.name.toLowerCase() === name.toLowerCase();
}

function ensureLabel({ world, repository }: IssuePlace, name: string): Label {
  const found = repository.labels.find((label) => isSameLabel(label, name));
  const label = found ?? { id: world.nextId(), name, color: "ededed", description: null };
  if (!found) {
    repository.labels.push(label);
  }
  return label;
}

type Happened = Omit<IssueEvent, "id" | "actor" | "createdAt">;

/** Stores what happened under an id of its own, and tells the App. */
export function record(place: IssuePlace, event: Happened): void {
  const { world, issue, actor } = place;
  issue.updatedAt = world.now();
  issue.events.push({ id: world.nextId(), actor, createdAt: world.now(), ...event });
  const { kind, assignee, label, rename } = event;
  const action = ACTIONS[kind] === undefined ? kind : ACTIONS[kind];
  if (action !== null) {
    tell(place, action, {
      ...(rename ? { changes: { title: { from: rename.from } } } : {}),
      ...(assignee ? { assignee: viewAccount(assignee, world.address) } : {}),
      ...(label ? { label: viewLabel(world, place.repository, label) } : {}),
      ...viewReviewer(place, event),
    });
  }
}

/** The webhook's word for an event, where it is another; null: it is told by another webhook or none. */
const ACTIONS: Partial<Record<IssueEvent["kind"], string | null>> = {
  ...{ renamed: "edited", convert_to_draft: "converted_to_draft" },
  ...{ merged: null, head_ref_force_pushed: null, head_ref_deleted: null, transferred: null },
};

function viewReviewer({ world }: IssuePlace, { reviewer, team }: Happened) {
  return {
    ...(reviewer ? { requested_reviewer: viewAccount(reviewer, world.address) } : {}),
    ...(team ? { requested_team: viewTeam(team, world.address) } : {}),
  };
}

/** Tells the App what happened to an issue, or to the pull request that it is. */
export function tell(place: IssuePlace, action: string, more: object = {}): void {
  const { world, repository, issue, actor: sender } = place;
  if (issue.pullRequest) {
    tellPull({ ...place, pull: issue.pullRequest }, action, more);
    return;
  }
  const payload = { issue: viewIssue(world, repository, issue), ...more };
  emit(world, { event: "issues", action, repository, sender, payload });
}
