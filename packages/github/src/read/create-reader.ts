import type { ForgePermission } from "@catalyst/core";
import { type ForgeEvent, type ForgeReader, readForgeEvent } from "@catalyst/core/trigger";
import { z } from "zod";
import type { TokenStep } from "../client/with-token.ts";
import { GitHubFault } from "../faults/github-fault.ts";
import { readReview } from "./read-review.ts";
import { readSubject } from "./read-subject.ts";

/** Of 30 each: what a request has just told of is among the newest. */
const EVENT_PAGES = 2;

const Permission = z.object({
  permission: z.string(),
  role_name: z.string().optional(),
  user: z.object({ id: z.int() }).nullish(),
});

/** What reads a repository with one token. */
export function createReader(step: TokenStep): ForgeReader {
  const { asker, repository } = step;
  const at = { owner: repository.owner, repo: repository.name };
  return {
    async findPermission({ id, login }) {
      const path = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
      const found = await orNull(asker.ask(path, { ...at, username: login }, Permission));
      return found === null || String(found.user?.id) !== id ? "none" : permissionOf(found);
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
    async findCodeCommenter(commentId) {
      const shape = z.object({ user: z.object({ id: z.int() }).nullish() });
      const path = "GET /repos/{owner}/{repo}/pulls/comments/{comment_id}";
      const comment = await orNull(asker.ask(path, { ...at, comment_id: Number(commentId) }, shape));
      return comment?.user == null ? null : String(comment.user.id);
    },
  };
}

const ROLES: readonly string[] = ["admin", "maintain", "write", "triage", "read"] satisfies ForgePermission[];

/** `permission` calls maintainers writers and triagers readers; roles that a company made have names of their own. */
function permissionOf({ permission, role_name }: z.output<typeof Permission>): ForgePermission {
  const name = [role_name, permission].find((one) => one !== undefined && ROLES.includes(one));
  return (name as ForgePermission | undefined) ?? "none";
}

const ABSENT: readonly string[] = ["not_found", "gone", "forbidden"];

/** null: it isn't there, or not for us. */
async function orNull<Found>(asked: Promise<Found>): Promise<Found | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GitHubFault && ABSENT.includes(error.problem.kind)) {
      return null;
    }
    throw error;
  }
}
