import { isAncestor } from "../git/refs.ts";
import type { RefChange } from "../git/watch-refs.ts";
import { record } from "../issues/change-issue.ts";
import { moveComments } from "../review-comments/move-comments.ts";
import type { Push, World } from "../state/world.ts";
import { keepHead } from "./keep-head.ts";
import { measurePull } from "./measure-pull.ts";
import type { PullPlace } from "./pull-call.ts";
import { tellPull } from "./tell-pull.ts";

/** Open pull requests go with their branches, also from forks: a push moves them, a deleted head closes them. */
export async function followPush(world: World, push: Push): Promise<void> {
  for (const repository of world.repositories) {
    for (const issue of repository.issues.filter(({ state }) => state === "open")) {
      if (issue.pullRequest) {
        await followPull({ world, repository, issue, pull: issue.pullRequest, actor: push.actor }, push);
      }
    }
  }
}

async function followPull(place: PullPlace, { repository, changes }: Push): Promise<void> {
  const { pull } = place;
  const head = repository.id === pull.headRepositoryId ? findBranch(changes, pull.head) : undefined;
  const base = repository === place.repository ? findBranch(changes, pull.base) : undefined;
  if (head?.after === null) {
    closePull(place);
    return;
  }
  const before = pull.headSha;
  pull.baseSha = base?.after ?? pull.baseSha;
  if (head?.after) {
    pull.headSha = head.after;
    await keepHead(place);
  }
  if (head || base) {
    pull.size = await measurePull(place.repository.folder, { base: pull.baseSha, head: pull.headSha });
  }
  if (head?.after) {
    await moveComments(place, before);
    await tellMove(place, before);
  }
}

function findBranch(changes: readonly RefChange[], branch: string): RefChange | undefined {
  return changes.find(({ ref }) => ref === `refs/heads/${branch}`);
}

async function tellMove(place: PullPlace, before: string): Promise<void> {
  const { pull, issue, world, repository } = place;
  issue.updatedAt = world.now();
  if (!(await isAncestor(repository.folder, before, pull.headSha))) {
    record(place, { kind: "head_ref_force_pushed", commitId: pull.headSha });
  }
  tellPull(place, "synchronize", { before, after: pull.headSha });
}

function closePull(place: PullPlace): void {
  const { issue, world } = place;
  record(place, { kind: "head_ref_deleted" });
  Object.assign(issue, { state: "closed", closedAt: world.now() });
  record(place, { kind: "closed" });
}
