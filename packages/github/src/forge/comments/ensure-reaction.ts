import type { ForgeOutcome, Reaction, ReactionWish } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";

const REPOSITORY = "/repos/{owner}/{repo}";

/** What they look like at GitHub. */
const CONTENTS = {
  seen: "eyes",
  done: "+1",
  pushed: "rocket",
  refused: "confused",
} as const satisfies Record<Reaction, string>;

const Made = z.object({ id: z.int() });

/** Reacts, or finds that it did: GitHub keeps each reaction of an account once. Throws `GitHubFault`. */
export async function ensureReaction(
  { asker, writer, repository }: TokenStep,
  { to, reaction }: ReactionWish,
): Promise<ForgeOutcome<object>> {
  const wish = { owner: repository.owner, repo: repository.name, content: CONTENTS[reaction] };
  await writer.write({ urgency: "answer" }, () => {
    switch (to.kind) {
      case "subject": {
        const of = { ...wish, issue_number: to.number };
        return asker.ask(`POST ${REPOSITORY}/issues/{issue_number}/reactions`, of, Made);
      }
      case "comment": {
        const of = { ...wish, comment_id: Number(to.id) };
        return asker.ask(`POST ${REPOSITORY}/issues/comments/{comment_id}/reactions`, of, Made);
      }
      case "code_comment": {
        const of = { ...wish, comment_id: Number(to.id) };
        return asker.ask(`POST ${REPOSITORY}/pulls/comments/{comment_id}/reactions`, of, Made);
      }
    }
  });
  return { kind: "made" };
}
