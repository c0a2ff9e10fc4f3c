import { isAssignable } from "../repositories/repository-routes.ts";
import type { IssueEvent, Label } from "../state/issue.ts";
import { findAccount } from "../state/world.ts";
import { viewAccount } from "../views/view-account.ts";
import { viewIssue, viewLabel } from "../views/view-issue.ts";
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

/** Stores what happened under an id of its own, and tells the App. */
export function record(place: IssuePlace, event: Pick<IssueEvent, "kind" | "assignee" | "label" | "rename">): void {
  const { world, issue, actor } = place;
  issue.updatedAt = world.now();
  issue.events.push({ id: world.nextId(), actor, createdAt: world.now(), ...event });
  const { kind, assignee, label, rename } = event;
  if (kind === "renamed") {
    tell(place, "edited", { changes: { title: { from: rename?.from ?? "" } } });
    return;
  }
  tell(place, kind, {
    ...(assignee ? { assignee: viewAccount(assignee, world.address) } : {}),
    ...(label ? { label: viewLabel(world, place.repository, label) } : {}),
  });
}

/** Tells the App what happened to an issue. */
export function tell({ world, repository, issue, actor }: IssuePlace, action: string, more: object = {}): void {
  if (issue.pullRequest) {
    // GitHub tells it as `pull_request`, which isn't built yet: README.md.
    return;
  }
  const payload = { issue: viewIssue(world, repository, issue), ...more };
  emit(world, { event: "issues", action, repository, sender: actor, payload });
}
