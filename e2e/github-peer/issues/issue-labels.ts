import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { invalid, notFound, Refusal } from "../door/refusal.ts";
import type { RepositoryCall } from "../route.ts";
import { viewLabel } from "../views/view-issue.ts";
import { addLabels, isSameLabel, removeLabel } from "./change-issue.ts";
import { nameOf } from "./create-issue.ts";
import { type IssuePlace, readPlace } from "./issue-call.ts";

export function answerAddedLabels(call: RepositoryCall) {
  const place = readPlace(call);
  const { labels = [] } = call.body as { labels?: (string | { name?: string })[] };
  addLabels(place, labels.map(nameOf));
  return json(200, viewLabels(place));
}

export function answerRemovedLabel(call: RepositoryCall) {
  const place = readPlace(call);
  if (!removeLabel(place, String(call.path.name))) {
    throw new Refusal(404, "Label does not exist");
  }
  return json(200, viewLabels(place));
}

export function answerLabelsOfIssue(call: RepositoryCall) {
  const { items, headers } = paginate(call, viewLabels(readPlace(call)));
  return json(200, items, headers);
}

function viewLabels({ world, repository, issue }: IssuePlace) {
  return issue.labels.map((label) => viewLabel(world, repository, label));
}

export function answerLabels(call: RepositoryCall) {
  const { world, repository } = call;
  const { items, headers } = paginate(call, repository.labels);
  const views = items.map((label) => viewLabel(world, repository, label));
  return json(200, views, headers);
}

export function answerLabel({ world, repository, path }: RepositoryCall) {
  const label = repository.labels.find((each) => isSameLabel(each, String(path.name)));
  if (!label) {
    throw notFound();
  }
  return json(200, viewLabel(world, repository, label));
}

export function answerNewLabel({ world, repository, body }: RepositoryCall) {
  const { name, color = "ededed", description = null } = body as { name: string; color?: string; description?: string };
  if (repository.labels.some((each) => isSameLabel(each, name))) {
    throw invalid({ resource: "Label", field: "name", code: "already_exists" });
  }
  const label = { id: world.nextId(), name, color, description };
  repository.labels.push(label);
  return json(201, viewLabel(world, repository, label));
}
