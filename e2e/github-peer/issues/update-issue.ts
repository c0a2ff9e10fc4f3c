import { type Answer, json } from "../door/answer.ts";
import { Refusal } from "../door/refusal.ts";
import type { RepositoryCall } from "../route.ts";
import { viewIssue } from "../views/view-issue.ts";
import { addLabels, assign, isSameLabel, record, removeLabel, tell, unassign } from "./change-issue.ts";
import { nameOf } from "./create-issue.ts";
import { editText } from "./edit-text.ts";
import { hasRole, type IssuePlace, readPlace } from "./issue-call.ts";
import { refuseLongText } from "./text-limits.ts";

interface Change {
  title?: string | number | null;
  body?: string | null;
  state?: "open" | "closed";
  state_reason?: string | null;
  labels?: (string | { name?: string })[];
  assignees?: (string | { login?: string })[];
}

/** Changes an issue: its author may change its text and state, the rest is for those who triage. */
export function answerChangedIssue(call: RepositoryCall): Answer {
  const place = readPlace(call);
  const isAuthor = place.actor.id === place.issue.author.id;
  if (!isAuthor && !hasRole(call, "triage")) {
    throw new Refusal(403, "Must have admin rights to Repository.");
  }
  const change = call.body as Change;
  changeText(place, change);
  changeState(place, change);
  if (hasRole(call, "triage")) {
    changeLabels(place, change.labels);
    changeAssignees(place, change.assignees);
  }
  return json(200, viewIssue(place.world, place.repository, place.issue));
}

export function changeText(place: IssuePlace, { title, body }: Change): void {
  const { issue } = place;
  if (body !== undefined && body !== issue.body) {
    refuseLongText("Issue", body);
    const from = issue.body ?? "";
    issue.body = body;
    editText(place.world, issue, place.actor);
    tell(place, "edited", { changes: { body: { from } } });
  }
  if (title !== undefined && title !== null && String(title) !== issue.title) {
    const rename = { from: issue.title, to: String(title) };
    issue.title = rename.to;
    record(place, { kind: "renamed", rename });
  }
}

export function changeState(place: IssuePlace, { state, state_reason: reason }: Change): void {
  const { issue, world } = place;
  if (state === undefined || state === issue.state) {
    return;
  }
  issue.state = state;
  issue.closedAt = state === "closed" ? world.now() : null;
  issue.stateReason = state === "closed" ? (reason ?? "completed") : "reopened";
  record(place, { kind: state === "closed" ? "closed" : "reopened" });
}

function changeLabels(place: IssuePlace, labels: Change["labels"]): void {
  if (labels) {
    const names = labels.map(nameOf);
    const gone = place.issue.labels.filter((label) => !names.some((name) => isSameLabel(label, name)));
    for (const { name } of gone) {
      removeLabel(place, name);
    }
    addLabels(place, names);
  }
}

function changeAssignees(place: IssuePlace, assignees: Change["assignees"]): void {
  if (assignees) {
    const logins = assignees.map((each) => (typeof each === "string" ? each : (each.login ?? "")));
    const kept = new Set(logins.map((login) => login.toLowerCase()));
    const gone = place.issue.assignees.filter(({ login }) => !kept.has(login.toLowerCase()));
    unassign(
      place,
      gone.map(({ login }) => login),
    );
    assign(place, logins);
  }
}
