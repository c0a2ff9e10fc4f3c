import { record } from "../issues/change-issue.ts";
import type { PullPlace } from "./pull-call.ts";

/** Whether it is a draft; nothing happens where it is so already. */
export function setDraft(place: PullPlace, isDraft: boolean): void {
  if (place.pull.isDraft !== isDraft) {
    place.pull.isDraft = isDraft;
    record(place, { kind: isDraft ? "convert_to_draft" : "ready_for_review" });
  }
}
