import { record } from "../issues/change-issue.ts";
import type { Push, World } from "../state/world.ts";

/** Open pull requests go with their branches: a push moves them, a deleted head closes them. */
export function followPush(world: World, { repository, changes, actor }: Push): void {
  for (const issue of repository.issues) {
    const { pullRequest: pull, state } = issue;
    const head = changes.find(({ ref }) => ref === `refs/heads/${pull?.head}`);
    const base = changes.find(({ ref }) => ref === `refs/heads/${pull?.base}`);
    if (!pull || state === "closed") {
      continue;
    }
    pull.baseSha = base?.after ?? pull.baseSha;
    pull.headSha = head?.after ?? pull.headSha;
    if (head && head.after === null) {
      Object.assign(issue, { state: "closed", closedAt: world.now() });
      record({ world, repository, issue, actor }, { kind: "closed" });
    }
  }
}
