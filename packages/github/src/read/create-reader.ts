import { type ForgeEvent, type ForgeReader, readForgeEvent } from "@catalyst/core/trigger";
import { z } from "zod";
import { findAccount } from "../account/find-account.ts";
import type { TokenStep } from "../client/with-token.ts";
import { findPermission } from "./find-permission.ts";
import { listFailedChecks } from "./list-failed-checks.ts";
import { orNull } from "./or-null.ts";

import { readReview } from "./read-review.ts";
import { readSubject } from "./read-subject.ts";

/** Of 30 each: what a request has just told of is among the newest. */
const EVENT_PAGES = 2;
const KINDS: Readonly<Record<string, "person" | "bot">> = { User: "person", Bot: "bot" };

/**
 * What reads a repository with one token. `withChecks`: does something with another one, by which checks are read: whoever doesn't let us
 * read them is read all the same.
 */
export function createReader(
  step: TokenStep,
  withChecks: <Read>(work: (step: TokenStep) => Promise<Read>) => Promise<Read>,
): ForgeReader {
  const { asker, repository } = step;
  const at = { owner: repository.owner, repo: repository.name };
  return {
    findPermission: (account) => findPermission(step, account),
    async findAccount(id) {
      const found = await findAccount(asker, { id: Number(id) });
      return found === null ? null : { id, login: found.login, kind: KINDS[found.type] ?? "other" };
    },
    async listEvents(number) {
      // The list of one issue begins with its oldest; that of the repository with the newest of all.
      const path = "GET /repos/{owner}/{repo}/issues/events";
      const { items } = await asker.list(path, { ...at, maxPages: EVENT_PAGES }, z.unknown());
      return items
        .map(readForgeEvent)
        .filter((event): event is ForgeEvent => event !== null && event.number === number);
    },
    readSubject: (number) => orNull(readSubject(step, number)),
    readReview: (of) => orNull(readReview(step, of)),
    async listFailedChecks(commit) {
      return (await orNull(withChecks((checks) => listFailedChecks(checks, commit)))) ?? [];
    },
    async findLabel(name) {
      const shape = z.object({ id: z.int() });
      const label = await orNull(asker.ask("GET /repos/{owner}/{repo}/labels/{name}", { ...at, name }, shape));
      return label === null ? null : String(label.id);
    },
    async findCodeCommenter(commentId) {
      const shape = z.object({ user: z.object({ id: z.int() }).nullish() });
      const path = "GET /repos/{owner}/{repo}/pulls/comments/{comment_id}";
      const comment = await orNull(asker.ask(path, { ...at, comment_id: Number(commentId) }, shape));
      return comment?.user == null ? null : String(comment.user.id);
    },
  };
}
