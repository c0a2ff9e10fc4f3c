import { viewFullPull } from "../views/view-pull.ts";
import { emit } from "../webhooks/emit.ts";
import type { PullPlace } from "./pull-call.ts";

/** Tells the App what happened to a pull request. */
export function tellPull(place: PullPlace, action: string, more: object = {}): void {
  const { world, repository, issue, actor: sender } = place;
  const payload = { number: issue.number, pull_request: viewFullPull(place), ...more };
  emit(world, { event: "pull_request", action, repository, sender, payload });
}
