import { json } from "../door/answer.ts";
import type { RepositoryCall } from "../route.ts";
import { viewIssue } from "../views/view-issue.ts";
import { assign, unassign } from "./change-issue.ts";
import { readPlace } from "./issue-call.ts";

export function answerAssigned(call: RepositoryCall) {
  const place = readPlace(call);
  const { assignees = [] } = call.body as { assignees?: (string | { login: string })[] };
  assign(
    place,
    assignees.map((each) => (typeof each === "string" ? each : each.login)),
  );
  return json(201, viewIssue(place.world, place.repository, place.issue));
}

export function answerUnassigned(call: RepositoryCall) {
  const place = readPlace(call);
  unassign(place, (call.body as { assignees: string[] }).assignees);
  return json(200, viewIssue(place.world, place.repository, place.issue));
}
