import type { PullRequestWish } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import { orLeft } from "../reviews/settle-threads.ts";

const change = (name: string) =>
  `mutation($id: ID!) { changed: ${name}(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`;
const TO_DRAFT = change("convertPullRequestToDraft");
const TO_READY = change("markPullRequestReadyForReview");

const Changed = z.object({ changed: z.object({ pullRequest: z.object({ isDraft: z.boolean() }) }) });

/**
 * Makes a pull request a draft, or ready, where it is as we left it and is to be otherwise. Whether it is a draft then: a GitHub that has no drafts
 * for this repository, or keeps us from it, leaves it as it is. Throws `GitHubFault` for what passes by itself.
 */
export async function setDraft(
  { asker, writer }: TokenStep,
  { isDraft, leftDraft }: Pick<PullRequestWish, "isDraft" | "leftDraft">,
  found: { node_id: string; draft: boolean },
): Promise<boolean> {
  let is = found.draft;
  if (is === leftDraft && is !== isDraft) {
    await orLeft(async () => {
      const ask = () => asker.query(isDraft ? TO_DRAFT : TO_READY, { id: found.node_id }, Changed);
      is = (await writer.write({ urgency: "final" }, ask)).changed.pullRequest.isDraft;
    });
  }
  return is;
}
