import { json } from "../door/answer.ts";
import { isAncestor } from "../git/refs.ts";
import type { RepositoryCall } from "../route.ts";
import type { Activity } from "../state/activity.ts";
import type { Push, World } from "../state/world.ts";
import { nodeId, viewAccount } from "../views/view-account.ts";

const NOTHING = "0".repeat(40);

/** Notes what a push moved, as a repository's page of activity shows it. */
export async function noteActivities(world: World, { repository, changes, actor }: Push): Promise<void> {
  for (const change of changes.filter(({ ref }) => ref.startsWith("refs/heads/"))) {
    const { before, after } = change;
    const isForced = before !== null && after !== null && !(await isAncestor(repository.folder, before, after));
    repository.activities.push({ ...change, id: world.nextId(), at: world.now(), actor, isForced });
  }
}

/** The newest first. Its pages go by cursors. */
export function answerActivities({ world, repository, query }: RepositoryCall) {
  const { ref, per_page: size = 30 } = query as { ref?: string; per_page?: number };
  const shown = repository.activities
    .filter((one) => ref === undefined || one.ref === ref || one.ref === `refs/heads/${ref}`)
    .toReversed()
    .slice(0, size);
  return json(
    200,
    shown.map((one) => ({
      ...{ id: one.id, node_id: nodeId("Activity", one.id), ref: one.ref, timestamp: one.at.toISOString() },
      ...{ before: one.before ?? NOTHING, after: one.after ?? NOTHING, activity_type: typeOf(one) },
      actor: viewAccount(one.actor, world.address),
    })),
  );
}

function typeOf({ before, after, isForced }: Activity): string {
  if (before === null || after === null) {
    return before === null ? "branch_creation" : "branch_deletion";
  }
  return isForced ? "force_push" : "push";
}
