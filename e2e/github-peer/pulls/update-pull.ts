import { json } from "../door/answer.ts";
import { invalid } from "../door/refusal.ts";
import { findObject } from "../git/refs.ts";
import { changeState, changeText } from "../issues/update-issue.ts";
import type { RepositoryCall } from "../route.ts";
import { viewFullPull } from "../views/view-pull.ts";
import { readPull } from "./pull-call.ts";

/** Text, state and base. Whether it is a draft isn't changed here: GitHub has GraphQL for that alone. */
export async function answerChangedPull(call: RepositoryCall) {
  const place = readPull(call);
  const { base, title, body, state } = call.body as {
    base?: string;
    title?: string;
    body?: string;
    state?: "open" | "closed";
  };
  if (base !== undefined) {
    const sha = await findObject(place.repository.folder, `refs/heads/${base}`, "commit");
    if (sha === null) {
      throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
    }
    Object.assign(place.pull, { base, baseSha: sha });
  }
  changeText(place, { title, body });
  changeState(place, { state });
  return json(200, viewFullPull(place));
}
